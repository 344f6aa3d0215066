package dev.weir.node.proxy.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AnswersTest {
  private static final long NOW = 1_000_000;
  private static final long HOUR = Answers.BELIEVED_SECONDS;

  @Test
  @DisplayName("an address is believed for an hour after it was last answered")
  void believed() {
    Answers first = Answers.NONE.and(List.of(ip(1)), NOW);
    Answers both = first.and(List.of(ip(2)), NOW + 60);
    assertThat(both.hold(ip(1), NOW + HOUR - 1)).isTrue();
    assertThat(both.hold(ip(1), NOW + HOUR)).isFalse();
    assertThat(both.hold(ip(2), NOW + HOUR)).isTrue();
    assertThat(both.hold(ip(3), NOW)).isFalse();
    assertThat(both.and(List.of(ip(1)), NOW + HOUR).seen()).hasSize(2);
    assertThat(both.and(List.of(ip(3)), NOW + HOUR).seen().keySet())
        .containsExactlyInAnyOrder(ip(2), ip(3));
  }

  @Test
  @DisplayName("of two nodes' findings the later second holds, and none from the future")
  void together() {
    Answers one = Answers.NONE.and(List.of(ip(1), ip(2)), NOW);
    Answers other = Answers.NONE.and(List.of(ip(2), ip(3)), NOW + 9);
    assertThat(one.and(other, NOW + 5).seen())
        .isEqualTo(Map.of(ip(1), NOW, ip(2), NOW + 5, ip(3), NOW + 5));
    assertThat(one.exceed(other)).isTrue();
    assertThat(one.exceed(one.and(other, NOW))).isFalse();
  }

  @Test
  @DisplayName("a name has at most 64 addresses, the newest")
  void bounded() {
    Answers all = Answers.NONE;
    for (int i = 0; i < 100; i++) {
      all = all.and(List.of(ip(i)), NOW + i);
    }
    assertThat(all.seen()).hasSize(Answers.ADDRESSES_MAX).containsKeys(ip(99), ip(36));
    var atOnce = new ArrayList<InetAddress>();
    for (int i = 0; i < 100; i++) {
      atOnce.add(ip(i));
    }
    assertThat(Answers.NONE.and(atOnce, NOW).seen()).hasSize(Answers.ADDRESSES_MAX);
  }

  @Test
  @DisplayName("what the cluster carries is read as it was written; anything else is nothing")
  void carried() {
    var seen = new LinkedHashMap<Inet4Address, Long>();
    for (int i = 0; i < Answers.ADDRESSES_MAX; i++) {
      seen.put(ip(i), NOW + i);
    }
    var answers = new Answers(seen);
    assertThat(Answers.decode(answers.encode())).contains(answers);
    var random = new SplittableRandom(28);
    for (int i = 0; i < 10_000; i++) {
      byte[] noise = new byte[random.nextInt(1_000)];
      random.nextBytes(noise);
      Answers.decode(noise);
    }
    assertThat(Answers.decode(new byte[0])).isEmpty();
    assertThat(Answers.decode(new byte[] {2})).isEmpty();
  }

  @Test
  @DisplayName("a name that gets another address is told the others, a new name is not")
  void tells() {
    var memory = new HostMemory();
    var told = new ArrayList<String>();
    memory.tell((name, answers) -> told.add(name + answers.seen().size()));
    memory.learn("a.test", List.of(ip(1)), NOW);
    memory.learn("a.test", List.of(ip(1)), NOW + 1);
    assertThat(told).isEmpty();
    memory.learn("a.test", List.of(ip(2)), NOW + 1);
    assertThat(told).containsExactly("a.test2");

    memory.hear("a.test", Answers.NONE.and(List.of(ip(3)), NOW), NOW);
    assertThat(told).as("the other lacked two").containsExactly("a.test2", "a.test3");
    assertThat(memory.holds("a.test", ip(3), NOW)).isTrue();
    memory.hear("b.test", Answers.NONE.and(List.of(ip(4)), NOW), NOW);
    assertThat(memory.holds("b.test", ip(4), NOW)).isTrue();
    assertThat(told).hasSize(2);
  }

  @Test
  @DisplayName("a host that is refused often is found among very many that are refused once")
  void frequent() {
    var refused = new TopHosts();
    var destination = new InetSocketAddress(ip(1), 80);
    for (int i = 0; i < 5_000; i++) {
      refused.count("once" + i, destination, "unresolved");
      if (i % 5 == 0) {
        refused.count("bank.test", destination, "address-differs");
      }
    }
    TopHosts.Row top = refused.top(3).getFirst();
    assertThat(top.host()).isEqualTo("bank.test");
    assertThat(top.count()).isGreaterThanOrEqualTo(1_000);
    assertThat(top.destination()).isEqualTo("192.0.2.1:80");
    assertThat(top.result()).isEqualTo("address-differs");
    assertThat(refused.top(1_000)).hasSize(TopHosts.HOSTS_MAX);
  }

  private static Inet4Address ip(int last) {
    return (Inet4Address) InetAddress.ofLiteral("192.0.2." + last);
  }
}
