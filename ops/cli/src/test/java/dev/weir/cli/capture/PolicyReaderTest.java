package dev.weir.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.BucketSet;
import dev.weir.gre.Decapsulator;
import dev.weir.gre.JoinedService;
import dev.weir.gre.ReturnWay;
import dev.weir.gre.Verdict;
import dev.weir.node.page.PolicyPage;
import dev.weir.node.path.JudgedBy;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("weir capture: what a node tells of its policy")
final class PolicyReaderTest {
  private static final Inet4Address NODE = Inet4Address.ofLiteral("192.0.2.11");
  private static final Inet4Address ROUTER = Inet4Address.ofLiteral("192.0.2.1");
  private static final Inet4Address PEER = Inet4Address.ofLiteral("192.0.2.12");
  private static final String NO_RULES = "{\"rules\":[]}";

  // Vector 30, SYN 198.51.100.7:40000 -> 203.0.113.80:80, bucket 234; from the outer header on.
  private static final String RIGHT =
      "4500004400000000402ff67dc0000201c000020b0000883e000000ea"
          + "45000028000140004006d443c6336407cb0071509c400050000003e8000000005002ffffa8de0000";
  private static final String TO_PEER =
      RIGHT.replace("d443c6336407cb007150", "4e88c6336407c000020c");

  @Test
  @DisplayName("the page and its reader: packets are judged as the node judges them")
  void roundTrip() {
    assertThat(judged(false, NO_RULES, RIGHT)).isEqualTo(Verdict.DELIVER);
    assertThat(judged(false, NO_RULES, TO_PEER)).isEqualTo(Verdict.INNER_DST_LOCAL);
    assertThat(judged(true, NO_RULES, RIGHT)).isEqualTo(Verdict.UNHEALTHY);
    assertThat(PolicyReader.read(page(false), NO_RULES).orElseThrow().device()).isEqualTo("n0");
    assertThat(judged(page(false, BucketSet.of(0xEA)), NO_RULES, RIGHT))
        .isEqualTo(Verdict.OVERLOAD);
  }

  @Test
  @DisplayName("what the rules spare is given back, by client, origin, name and port")
  void rules() {
    for (String rule :
        List.of(
            "{'side':'from','what':'198.51.100.0/24','addresses':[]}",
            "{'side':'to','what':'203.0.113.80','addresses':[]}",
            "{'side':'to','what':'www.one.test','addresses':['203.0.113.80']}",
            "{'side':'to','what':'203.0.113.80:80','addresses':[]}",
            "{'side':'to','what':'198.51.100.7@203.0.113.80:80','addresses':[]}",
            "{'side':'port','what':'80','addresses':[]}")) {
      String rules = "{'rules':[" + rule + "]}";
      assertThat(judged(false, rules.replace('\'', '"'), RIGHT)).isEqualTo(Verdict.BYPASSED);
    }
    String forOther = "{\"rules\":[{\"side\":\"to\",\"what\":\"198.51.100.8@203.0.113.80:80\"}]}";
    assertThat(judged(false, forOther, RIGHT)).isEqualTo(Verdict.DELIVER);
    String another = "{\"rules\":[{\"side\":\"to\",\"what\":\"203.0.113.81\",\"addresses\":[]}]}";
    assertThat(judged(false, another, RIGHT)).isEqualTo(Verdict.DELIVER);
  }

  @Test
  @DisplayName("what is no such page tells nothing")
  void nonsense() {
    assertThat(PolicyReader.read("[", NO_RULES)).isEmpty();
    assertThat(PolicyReader.read("{}", NO_RULES)).isEmpty();
    assertThat(PolicyReader.read(page(false).replace("GRE", "PIGEON"), NO_RULES)).isEmpty();
    assertThat(PolicyReader.read(page(false), "no")).isEmpty();
  }

  private static Verdict judged(boolean resting, String rules, String packet) {
    return judged(page(resting), rules, packet);
  }

  private static Verdict judged(String page, String rules, String packet) {
    var decapsulator = new Decapsulator(PolicyReader.read(page, rules).orElseThrow().policy());
    byte[] octets = HexFormat.of().parseHex(packet);
    Verdict verdict = decapsulator.judge(ByteBuffer.wrap(octets), 0, octets.length);
    assertThat(decapsulator.bucketMismatch()).isFalse();
    return verdict;
  }

  private static String page(boolean resting) {
    return page(resting, BucketSet.NONE);
  }

  private static String page(boolean resting, BucketSet relieved) {
    var service = JoinedService.webCache(BucketSet.of(0xEA), ReturnWay.GRE);
    var routers = Map.of(ROUTER, List.of(service));
    var policy = new JudgedBy("n0", NODE, Set.of(NODE, PEER, ROUTER), routers, resting, relieved);
    return JsonMapper.shared().writeValueAsString(PolicyPage.of(policy));
  }
}
