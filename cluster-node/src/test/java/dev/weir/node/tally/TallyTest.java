package dev.weir.node.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.value.Ipv4;
import dev.weir.node.proxy.outcome.RequestResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what is counted for people who look at a node")
final class TallyTest {
  private static final Instant START = Instant.EPOCH;
  private static final long MILLI = 1_000_000;

  private final Tally tally = new Tally();
  private final Minute minute = new Minute();

  private void done(boolean client, RequestResult how, long octets, long nanos) {
    var destination = new InetSocketAddress(Ipv4.parse("203.0.113.80"), 80);
    tally.count(new Tally.Done(client, how, "www.example.com", octets, destination), nanos);
  }

  private NodeNumbers numbersAt(int seconds) {
    minute.add(START.plusSeconds(seconds), tally.counts());
    return minute.numbers(Map.of());
  }

  @Test
  @DisplayName("saved is what went to clients and came from no origin, whoever asked the origin")
  void saved() {
    numbersAt(0);
    done(true, RequestResult.MISS, 1000, MILLI);
    done(true, RequestResult.HIT, 1000, MILLI);
    done(true, RequestResult.RELAYED, 1000, MILLI);
    done(true, RequestResult.PEER_HIT, 1000, MILLI);
    done(false, RequestResult.HIT, 1000, MILLI);
    done(false, RequestResult.MISS, 10, MILLI);

    NodeNumbers numbers = numbersAt(10);
    assertThat(numbers.requests()).isEqualTo(4);
    assertThat(numbers.hits()).isEqualTo(2);
    assertThat(numbers.toClients()).isEqualTo(4000);
    assertThat(numbers.fromOrigins()).isEqualTo(1010);
    assertThat(numbers.lately().milliRequests()).isEqualTo(400);
    assertThat(numbers.load().get(234)).isEqualTo(4);
    assertThat(tally.hosts(9)).containsExactly(new PopularHosts.Row("www.example.com", 4, 4000));
  }

  @Test
  @DisplayName("lately is the last minute: what is older is counted in all alone")
  void lately() {
    numbersAt(0);
    done(true, RequestResult.HIT, 1, MILLI);
    for (int second = 1; second <= 60; second++) {
      assertThat(numbersAt(second).lately().requests()).isEqualTo(1);
    }
    numbersAt(61);
    assertThat(numbersAt(62).lately().requests()).isZero();
    assertThat(numbersAt(62).requests()).isEqualTo(1);
  }

  @Test
  @DisplayName("p95 is the time within which 95 of 100 were answered, at most 19 % too long")
  void within95() {
    numbersAt(0);
    assertThat(numbersAt(1).lately().within95Micros()).isZero();
    for (int i = 1; i <= 100; i++) {
      done(true, RequestResult.HIT, 1, i * MILLI);
    }
    assertThat(numbersAt(2).lately().within95Micros()).isBetween(95_000L, 113_050L);
    for (long nanos : new long[] {0, 1, 1 << 14, 5 * MILLI, Duration.ofDays(9).toNanos()}) {
      int slot = Durations.slot(nanos);
      assertThat(slot).isBetween(0, Durations.SLOTS - 1);
      assertThat(slot == Durations.SLOTS - 1 || Durations.end(slot) > nanos).isTrue();
      assertThat(slot == 0 || Durations.end(slot - 1) <= nanos).isTrue();
    }
  }

  @Test
  @DisplayName("of 10000 hosts 512 are kept, and the busy ones are among them")
  void hosts() {
    var hosts = new PopularHosts();
    for (int i = 0; i < 10_000; i++) {
      hosts.count("host-" + i, 1);
      hosts.count("busy-" + i % 3, 1);
    }
    hosts.count("", 1);
    hosts.count("x".repeat(300), 1);
    assertThat(hosts.top(10_000)).hasSize(PopularHosts.HOSTS_MAX);
    assertThat(hosts.top(3))
        .extracting(PopularHosts.Row::host)
        .containsExactly("busy-0", "busy-1", "busy-2");
  }

  @Test
  @DisplayName("numbers come out of their octets as they were; anything else is refused")
  void codec() {
    done(true, RequestResult.HIT, 7, MILLI);
    minute.add(START, tally.counts());
    var numbers =
        minute.numbers(Map.of(Ipv4.parse("192.0.2.1"), true, Ipv4.parse("192.0.2.2"), false));
    byte[] octets = NumbersCodec.encode(numbers);
    assertThat(NumbersCodec.decode(octets)).contains(numbers);
    var random = RandomGenerator.of("L64X128MixRandom");
    for (int length = 0; length < octets.length + 9; length++) {
      byte[] other = java.util.Arrays.copyOf(octets, length);
      if (length != octets.length) {
        assertThat(NumbersCodec.decode(other)).isEmpty();
      }
      random.nextBytes(other);
      NumbersCodec.decode(other).ifPresent(it -> assertThat(it.load()).hasSize(256));
    }
    octets[1] = -1;
    assertThat(NumbersCodec.decode(octets)).isEmpty();
    octets[0] = 2;
    assertThat(NumbersCodec.decode(octets)).isEmpty();
  }

  @Test
  @DisplayName("a bucket has moved when its owner is another than before; a first table moves none")
  void moves() {
    var moves = new BucketMoves();
    List<Optional<InetAddress>> table =
        new ArrayList<>(Collections.nCopies(256, Optional.of(Ipv4.parse("192.0.2.11"))));
    moves.see(table, START);
    assertThat(moves.all()).hasSize(256).allMatch(Optional::isEmpty);
    table.set(7, Optional.empty());
    moves.see(table, START.plusSeconds(5));
    moves.see(table, START.plusSeconds(6));
    assertThat(moves.all().get(7))
        .contains(
            new BucketMoves.Move(
                START.plusSeconds(5), Optional.of(Ipv4.parse("192.0.2.11")), Optional.empty()));
    assertThat(moves.all().stream().filter(Optional::isPresent)).hasSize(1);
    moves.see(List.of(), START.plusSeconds(7));
    assertThat(moves.all()).isEmpty();
  }
}
