package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.answer;
import static dev.weir.wccp.router.Bench.ignored;
import static dev.weir.wccp.router.Bench.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import dev.weir.wccp.router.RouterEffect.Send;
import dev.weir.wccp.router.RouterEvent.Fault.Kind;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// §4.4, §4.1: a group that speaks through a multicast address.
final class MulticastTest {
  private static final InetAddress GROUP = InetAddress.ofLiteral("224.1.1.1");

  private final Bench router = SettingsOf.web().multicast(GROUP, 1).bench();
  private final Puppet one = speaker("192.0.2.11");
  private final Puppet two = speaker("192.0.2.12");

  @Test
  @DisplayName("§4.4: what came to the group is answered to the group, once for all")
  void together() {
    assertThat(router.says(one)).isEmpty();
    assertThat(router.says(two)).isEmpty();

    var effects = router.after(10);

    assertThat(effects).hasSize(1).first().matches(it -> ((Send) it).to().equals(GROUP));
    var seen = answer(effects).router();
    assertThat(seen.sentTo()).isEqualTo(GROUP);
    assertThat(seen.receivedFrom()).containsExactly(one.address, two.address);
  }

  @Test
  @DisplayName("§4.4: what came to the router's own address is answered at once, to its source")
  void unicast() {
    var own = router.cache("192.0.2.13");

    var effects = router.says(own);

    assertThat(effects).hasSize(1).first().matches(it -> ((Send) it).to().equals(own.source));
    assertThat(answer(effects).router().sentTo()).isEqualTo(Bench.ROUTER);
  }

  @Test
  @DisplayName("§4.1 the period is 0.9 T, give or take a tenth, and the same for the same seed")
  void period() {
    var times = times(1);

    assertThat(times).hasSizeGreaterThan(20);
    assertThat(gaps(times)).allMatch(it -> it >= 8_100 && it <= 9_900);
    assertThat(gaps(times).stream().distinct().count()).as("different ones").isGreaterThan(10);
    assertThat(times(1)).isEqualTo(times);
    assertThat(times(2)).isNotEqualTo(times);
  }

  @Test
  @DisplayName("§4.1 a shorter T that is agreed on does not wait for the end of a long period")
  void shorter() {
    var quick = SettingsOf.web().fast().multicast(GROUP, 1).bench();
    var cache = quick.cache("192.0.2.11");
    cache.sendsTo = GROUP;
    quick.says(cache);
    answer(quick.after(10));
    cache.choosing(
        Capability.GRE,
        Capability.HASH,
        Capability.GRE,
        Capability.TransmitInterval.of(Duration.ofSeconds(1)));

    quick.says(cache);

    var seen = answer(quick.after(Duration.ofMillis(990)));
    assertThat(seen.view().caches()).hasSize(1);
  }

  @Test
  @DisplayName("§4.4 what another router says in the group is heard without a word")
  void otherRouter() {
    exchange(1);
    var seen = one.lastSeen.orElseThrow();

    assertThat(router.receives(seen, InetAddress.ofLiteral("192.0.2.2"), GROUP)).isEmpty();
    assertThat(ignored(router.receives(seen, InetAddress.ofLiteral("192.0.2.2"), Bench.ROUTER)))
        .containsExactly(IgnoredReason.WRONG_DIRECTION);
  }

  @Test
  @DisplayName("§4.4 step 7, STALE_RECEIVE_ID: to the group, too, one I_SEE_YOU repeats an id")
  void staleReceiveId() {
    exchange(3);
    var before = one.heard;
    router.fault(Kind.STALE_RECEIVE_ID);

    exchange(1);

    assertThat(one.heard).isEqualTo(before);
    assertThat(ignored(exchange(1)))
        .containsExactly(IgnoredReason.STALE_RECEIVE_ID, IgnoredReason.STALE_RECEIVE_ID);
    assertThat(ignored(exchange(1))).as("once only").isEmpty();
  }

  @Test
  @DisplayName("§4.4 both become usable, are assigned, and stay, by multicast alone")
  void whole() {
    exchange(3);
    assertThat(router.usable()).containsExactly(one.address, two.address);
    router.assigns(one, 1, Bench.buckets(one, two), Form.PLAIN);
    assertThat(router.state().key()).isPresent();

    var effects = exchange(12);

    assertThat(ignored(effects)).isEmpty();
    assertThat(router.usable()).hasSize(2);
    assertThat(sent(effects)).noneMatch(Message.RemovalQuery.class::isInstance);
  }

  @Test
  @DisplayName("§3.9 a REMOVAL_QUERY goes to the cache alone, and names the group as sent-to")
  void query() {
    exchange(3);

    var asked =
        router.after(60).stream()
            .filter(it -> it instanceof Send(Message.RemovalQuery _, InetAddress _))
            .map(Send.class::cast)
            .toList();

    assertThat(asked).extracting(Send::to).containsExactly(one.source, two.source);
    assertThat(asked)
        .allMatch(it -> ((Message.RemovalQuery) it.message()).query().sentTo().equals(GROUP));
  }

  @Test
  @DisplayName(
      "§4.4 when nobody has spoken nothing is sent, and when nobody is left nothing is due")
  void silence() {
    exchange(3);
    router.after(60);

    assertThat(router.state().caches()).isEmpty();
    assertThat(router.nextDeadline()).isEqualTo(Instant.MAX);
  }

  @Test
  @DisplayName("§4.4 SHUTDOWN is confirmed in the next I_SEE_YOU to the group")
  void shutdown() {
    exchange(3);
    router.leaves(two);
    assertThat(router.usable()).containsExactly(one.address);

    var seen = answer(router.after(10));

    assertThat(seen.router().receivedFrom()).contains(two.address);
    assertThat(seen.commands().orElseThrow().commands())
        .containsExactly(new Command(Command.SHUTDOWN_RESPONSE, two.address));
  }

  @Test
  @DisplayName("§4.5 at most 32 caches are answered at once, the others in a later period")
  void bounded() {
    for (int i = 1; i <= 40; i++) {
      router.says(speaker("198.51.100." + i));
    }

    assertThat(answer(router.after(10)).router().receivedFrom()).hasSize(32);
  }

  @Test
  @DisplayName("§4.4 version 2.01 goes to the group only if every cache there takes it")
  void version() {
    one.minor = 1;
    one.asksForHighest = true;
    two.minor = 1;
    router.says(one);
    router.says(two);
    assertThat(answer(router.after(10)).minor()).isEqualTo(1);

    two.minor = 0;
    router.says(one);
    router.says(two);
    assertThat(answer(router.after(10)).minor()).isZero();
  }

  private Puppet speaker(String address) {
    var cache = router.cache(address);
    cache.sendsTo = GROUP;
    return cache;
  }

  private List<RouterEffect> exchange(int rounds) {
    var all = new ArrayList<RouterEffect>();
    for (int i = 0; i < rounds; i++) {
      all.addAll(router.says(one));
      all.addAll(router.says(two));
      all.addAll(router.after(10));
    }
    return all;
  }

  private static List<Long> times(long seed) {
    var router = SettingsOf.web().multicast(GROUP, seed).bench();
    var cache = router.cache("192.0.2.11");
    cache.sendsTo = GROUP;
    var times = new ArrayList<Long>();
    for (int i = 0; i < 2_500; i++) {
      router.says(cache);
      if (!sent(router.after(Duration.ofMillis(100))).isEmpty()) {
        times.add(router.now().toEpochMilli());
      }
    }
    return times;
  }

  private static List<Long> gaps(List<Long> times) {
    var gaps = new ArrayList<Long>();
    for (int i = 1; i < times.size(); i++) {
      gaps.add(times.get(i) - times.get(i - 1));
    }
    return gaps;
  }
}
