package dev.weir.gre.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.weir.gre.Verdict;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("G9 rates")
final class RatesTest {
  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;
  private static final int CLIENT = 0x0A01_0203;
  private static final int ROUTER = 0xC000_0201;
  private static final int OTHER_ROUTER = 0xC000_0202;

  private long nowNs = Long.MIN_VALUE / 3; // wherever a monotonic clock may begin
  private final Rates rates = new Rates(new Limits(100, 250, 10_000), FACTOR, () -> nowNs);

  @Test
  @DisplayName("a limit of fewer packets than there are turns in a second lets one pass in each")
  void fewPackets() {
    var few = new Rates(new Limits(100, 100, 1), FACTOR, () -> nowNs);

    assertThat(few.admit(false, 1, 1)).isEqualTo(Verdict.DELIVER);
    assertThat(few.admit(false, 1, 1)).isEqualTo(Verdict.RATE_PACKETS);
  }

  @Test
  @DisplayName("a network of clients may begin 100 connections at once, no more, and 100 a second")
  void clientNet() {
    assertThat(delivered(150, 0)).isEqualTo(100);
    assertThat(rates.admit(true, CLIENT, ROUTER)).isEqualTo(Verdict.RATE_CLIENT_NET);
    afterMillis(9);
    assertThat(rates.admit(true, CLIENT, ROUTER)).isEqualTo(Verdict.RATE_CLIENT_NET);
    afterMillis(1);
    assertThat(rates.admit(true, CLIENT, ROUTER)).isEqualTo(Verdict.DELIVER);
    assertThat(rates.admit(true, CLIENT, ROUTER)).isEqualTo(Verdict.RATE_CLIENT_NET);
    afterMillis(500);
    assertThat(delivered(150, 0)).isEqualTo(50);
  }

  @Test
  @DisplayName("addresses of one network share its rate, another network has its own")
  void ofOneNetwork() {
    assertThat(delivered(100, 0)).isEqualTo(100);
    assertThat(rates.admit(true, CLIENT ^ 0xFF, ROUTER)).isEqualTo(Verdict.RATE_CLIENT_NET);
    assertThat(rates.admit(true, CLIENT ^ 0x100, ROUTER)).isEqualTo(Verdict.DELIVER);
  }

  @Test
  @DisplayName("a router may bring 250 from many networks, another router has its own rate")
  void router() {
    assertThat(delivered(300, 0x100)).isEqualTo(250);
    assertThat(rates.admit(true, 0x0B00_0001, ROUTER)).isEqualTo(Verdict.RATE_ROUTER);
    assertThat(rates.admit(true, 0x0B00_0001, OTHER_ROUTER)).isEqualTo(Verdict.DELIVER);
    afterMillis(4);
    assertThat(rates.admit(true, 0x0B00_0001, ROUTER)).isEqualTo(Verdict.DELIVER);
  }

  @Test
  @DisplayName("10,000 packets a second are 1,000 in each tenth of one, the others are dropped")
  void packets() {
    assertThat(taken(1_500)).isEqualTo(1_000);
    afterMillis(99);
    assertThat(rates.admit(false, CLIENT, ROUTER)).isEqualTo(Verdict.RATE_PACKETS);
    afterMillis(1);
    assertThat(taken(1_500)).isEqualTo(1_000);
    afterMillis(60_000);
    assertThat(taken(1_500)).as("a rest is no credit").isEqualTo(1_000);
  }

  @Test
  @DisplayName("100,000 forged networks cost the heap nothing, and nobody else a connection")
  void flood() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var wide = new Rates(new Limits(100, 1_000_000, 100_000_000), FACTOR, () -> nowNs);
    flood(wide, 10_000);

    long before = threads.getCurrentThreadAllocatedBytes();
    flood(wide, 100_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_024);
    assertThat(wide.admit(true, CLIENT, ROUTER)).isEqualTo(Verdict.DELIVER);
  }

  @Test
  @DisplayName("a rate of nothing is refused")
  void nothing() {
    assertThatThrownBy(() -> new RateTable(8, 0, FACTOR))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void flood(Rates rates, int networks) {
    for (int i = 0; i < networks; i++) {
      rates.admit(true, i << 8, ROUTER);
    }
  }

  private long delivered(int connections, int apart) {
    return IntStream.range(0, connections)
        .filter(i -> rates.admit(true, CLIENT + i * apart, ROUTER) == Verdict.DELIVER)
        .count();
  }

  private long taken(int packets) {
    return IntStream.range(0, packets)
        .filter(_ -> rates.admit(false, CLIENT, ROUTER) == Verdict.DELIVER)
        .count();
  }

  private void afterMillis(long millis) {
    nowNs += millis * 1_000_000;
  }
}
