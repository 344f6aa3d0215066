package dev.weir.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.Purge;
import dev.weir.cache.store.Worthless;
import dev.weir.node.peer.PeerProtocol.Answering;
import dev.weir.node.peer.PeerProtocol.Going;
import dev.weir.node.peer.PeerProtocol.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerRequestTest {
  private static final String MARK = "2 17";

  @Test
  @DisplayName("a client's GET comes with its destination, and without the fields of the link")
  void relayed() throws Exception {
    var head =
        get("Host", "a.example", "Weir-Peer", MARK, "Weir-Destination", "192.0.2.1:80", "A", "b");

    assertThat(PeerRequest.of(head, 2))
        .isEqualTo(
            new PeerRequest.Relayed(
                new Going(2, 17),
                get("Host", "a.example", "A", "b"),
                new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 80),
                false));
  }

  @Test
  @DisplayName("a question comes with its kind and its length")
  void question() {
    assertThat(PeerRequest.of(post("/weir/home", "Weir-Peer", MARK, "Content-Length", "65536"), 2))
        .isEqualTo(new PeerRequest.Question(new Going(2, 17), PeerKind.HOME, 65_536));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "2 ",
        "2 17 3",
        "0 17",
        "256 17",
        "2 -1",
        "02 17",
        "2 4294967296",
        "two 17"
      })
  @DisplayName("a mark that is none is refused")
  void marks(String mark) {
    var head = get("Weir-Peer", mark, "Weir-Destination", "192.0.2.1:80");

    assertThat(PeerRequest.of(head, 2)).isEqualTo(new PeerRequest.Refused(PeerDrop.UNMARKED));
  }

  @ParameterizedTest
  @CsvSource({"3, VERSION", "1, ''", "2, ''"})
  @DisplayName("the versions N and N-1 are understood, N+1 is not")
  void versions(String version, String drop) {
    var head = get("Weir-Peer", version + " 17", "Weir-Destination", "192.0.2.1:80");

    assertThat(drop(head, 2)).isEqualTo(drop);
    assertThat(drop(get("Weir-Peer", "1 17", "Weir-Destination", "192.0.2.1:80"), 3))
        .isEqualTo("VERSION");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "192.0.2.1",
        "192.0.2.1:",
        "192.0.2.1:0",
        "192.0.2.1:65536",
        "a.example:80",
        "[::1]:80",
        "192.0.2.1:80x",
        ":80",
        "192.0.2.300:80"
      })
  @DisplayName("a destination that is none is refused")
  void destinations(String destination) {
    assertThat(drop(get("Weir-Peer", MARK, "Weir-Destination", destination), 2))
        .isEqualTo("DESTINATION");
  }

  @Test
  @DisplayName("what the version does not have, an unsafe method, a long body: refused")
  void others() {
    assertThat(drop(post("/weir/home", "Weir-Peer", "1 17", "Content-Length", "1"), 2))
        .isEqualTo("UNKNOWN");
    assertThat(drop(post("/weir/relay", "Weir-Peer", MARK, "Content-Length", "1"), 2))
        .isEqualTo("UNKNOWN");
    assertThat(drop(new RequestHead("DELETE", "/", Fields.of("Weir-Peer", MARK)), 2))
        .isEqualTo("UNKNOWN");
    assertThat(drop(post("/weir/home", "Weir-Peer", MARK), 2)).isEqualTo("TOO_LONG");
    assertThat(drop(post("/weir/home", "Weir-Peer", MARK, "Content-Length", "65537"), 2))
        .isEqualTo("TOO_LONG");
    assertThat(
            drop(
                get("Weir-Peer", MARK, "Weir-Destination", "192.0.2.1:80", "Content-Length", "1"),
                2))
        .isEqualTo("TOO_LONG");
  }

  @Test
  @DisplayName("the mark of an answer comes back as it was written, and nothing else does")
  void answers() {
    for (Verdict verdict : Verdict.values()) {
      var answering = new Answering(2, verdict, 0xffff_ffffL);
      assertThat(Answering.parse(answering.text())).contains(answering);
    }
    for (String none : List.of("", "2 carried", "2 CARRIED 1", "2 carried 1 1", "x carried 1")) {
      assertThat(Answering.parse(none)).isEmpty();
    }
  }

  @Test
  @DisplayName("what is worthless comes back as it was written; one bad line spoils the whole")
  void bodies() {
    var keys =
        List.of(
            new CacheKey("http", "a.example:8080", "/x?y"), new CacheKey("http", "b.example", "/"));

    var group = Purge.parse(Purge.Kind.GROUP, "http://a.example:8080/#the%20news").orElseThrow();
    for (var worthless :
        List.of(
            new Worthless(keys, List.of()),
            new Worthless(List.of(), List.of(group)),
            new Worthless(keys, List.of(group)))) {
      assertThat(PeerBody.worthless(PeerBody.of(worthless))).contains(worthless);
    }
    for (String none :
        List.of(
            "",
            "x",
            "http://a.example/",
            "ftp://a.example/\n",
            "http://A.example/\n",
            "http://a.example/ x\n",
            "http://a.example\n",
            "http://a.example#a\n",
            "http://a.example/x#a\n",
            "http://a.example/\n\n",
            "\n")) {
      assertThat(PeerBody.worthless(none.getBytes(StandardCharsets.US_ASCII))).as(none).isEmpty();
    }
  }

  private static String drop(RequestHead head, int version) {
    return PeerRequest.of(head, version) instanceof PeerRequest.Refused(PeerDrop why)
        ? why.name()
        : "";
  }

  private static RequestHead get(String... fields) {
    return new RequestHead("GET", "http://a.example/", Fields.of(fields));
  }

  private static RequestHead post(String target, String... fields) {
    return new RequestHead("POST", target, Fields.of(fields));
  }
}
