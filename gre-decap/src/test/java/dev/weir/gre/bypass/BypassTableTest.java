package dev.weir.gre.bypass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("which connections are spared")
class BypassTableTest {
  private static final int CLIENT = 0x0A010203; // 10.1.2.3
  private static final int ORIGIN = 0xCB007150; // 203.0.113.80

  private record Prefix(int network, int length) {
    boolean holds(int address) {
      return length == 0 || (address ^ network) >>> (32 - length) == 0;
    }
  }

  @Test
  @DisplayName("an empty table spares nobody")
  void empty() {
    assertThat(BypassTable.EMPTY.spares(CLIENT, ORIGIN, 80)).isFalse();
    assertThat(BypassTable.EMPTY.spares(0, -1, 0)).isFalse();
    assertThat(BypassTable.EMPTY.octets()).isZero();
  }

  @Test
  @DisplayName("a client's prefix spares its connections, not those to it")
  void clients() {
    var table = new BypassTable.Builder().client(0x0A010000, 16).build();

    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();
    assertThat(table.spares(ORIGIN, CLIENT, 80)).isFalse();
    assertThat(table.spares(0x0A020203, ORIGIN, 80)).isFalse();
    assertThat(table.clientCount()).isOne();
  }

  @Test
  @DisplayName("an origin's prefix spares the connections to it, not its own")
  void origins() {
    var table = new BypassTable.Builder().origin(ORIGIN, 32).build();

    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();
    assertThat(table.spares(ORIGIN, CLIENT, 80)).isFalse();
    assertThat(table.spares(CLIENT, ORIGIN + 1, 80)).isFalse();
    assertThat(table.originCount()).isOne();
  }

  @Test
  @DisplayName("a port spares every connection to it")
  void ports() {
    var table = new BypassTable.Builder().port(8080).port(65535).port(8080).build();

    assertThat(table.spares(CLIENT, ORIGIN, 8080)).isTrue();
    assertThat(table.spares(CLIENT, ORIGIN, 65535)).isTrue();
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isFalse();
    assertThat(table.portCount()).isEqualTo(2);
  }

  @Test
  @DisplayName("0.0.0.0/0 spares everybody")
  void everybody() {
    var table = new BypassTable.Builder().origin(0, 0).origin(ORIGIN, 32).build();

    assertThat(table.spares(CLIENT, 0, 80)).isTrue();
    assertThat(table.spares(CLIENT, -1, 80)).isTrue();
  }

  @Test
  @DisplayName("what is no prefix or port is our own mistake")
  void refusesNonsense() {
    var builder = new BypassTable.Builder();

    assertThatThrownBy(() -> builder.client(1, 31)).hasMessageContaining("00000001/31");
    assertThatThrownBy(() -> builder.origin(0, 33)).hasMessageContaining("/33");
    assertThatThrownBy(() -> builder.origin(0, -1)).hasMessageContaining("/-1");
    assertThatThrownBy(() -> builder.port(0)).hasMessageContaining("port 0");
    assertThatThrownBy(() -> builder.port(65536)).hasMessageContaining("65536");
  }

  @Test
  @DisplayName("the longest prefix is found, for 2,000 nested and repeated ones, as by trying each")
  void longestPrefix() {
    var random = new SplittableRandom(24);
    var prefixes = new ArrayList<Prefix>();
    for (int i = 0; i < 2_000; i++) {
      int length = random.nextInt(33);
      // few bits differ, so that prefixes lie within each other
      int address = random.nextInt() & 0xC0F0_30FF;
      int mask = length == 0 ? 0 : -1 << (32 - length);
      prefixes.add(new Prefix(address & mask, length));
    }
    for (int some : new int[] {0, 1, 2, 7, 2_000}) {
      agrees(prefixes.subList(0, some), random);
    }
  }

  private static void agrees(List<Prefix> prefixes, SplittableRandom random) {
    var trie =
        PrefixTrie.of(
            prefixes.stream().mapToLong(p -> PrefixTrie.key(p.network, p.length)).toArray());
    assertThat(trie.size()).isEqualTo((int) prefixes.stream().distinct().count());
    for (int i = 0; i < 5_000; i++) {
      int address = random.nextInt() & (i % 2 == 0 ? 0xC0F0_30FF : -1);
      int longest =
          prefixes.stream()
              .filter(prefix -> prefix.holds(address))
              .mapToInt(Prefix::length)
              .max()
              .orElse(PrefixTrie.NO_PREFIX);
      assertThat(trie.longestAround(address)).as("%08x", address).isEqualTo(longest);
    }
  }

  @Test
  @DisplayName("a million rules take less than 30 MB, and a lookup allocates nothing")
  void million() {
    var random = new SplittableRandom(1_000_000);
    var builder = new BypassTable.Builder().port(8080);
    for (int i = 0; i < 500_000; i++) {
      builder.client(random.nextInt(), 32).origin(random.nextInt() & -256, 24);
    }
    var table = builder.build();

    assertThat(table.clientCount() + table.originCount()).isGreaterThan(980_000);
    assertThat(table.octets()).isLessThan(30_000_000);

    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int spared = lookUp(table, 100_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    spared += lookUp(table, 1_000_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2_048);
    assertThat(spared).isPositive();
  }

  private static int lookUp(BypassTable table, int rounds) {
    int spared = 0;
    for (int round = 0; round < rounds; round++) {
      int address = round * 0x9E37_79B9;
      if (table.spares(address, ~address, 80)) {
        spared++;
      }
    }
    return spared;
  }

  @Test
  @DisplayName("what it holds can be told to others, each prefix and port once")
  void told() {
    var table =
        new BypassTable.Builder()
            .client(0x0A000000, 8)
            .client(0x0A010000, 16)
            .client(0x0A000000, 8)
            .origin(0, 0)
            .origin(0xCB007150, 32)
            .port(80)
            .port(65535)
            .build();

    assertThat(table.clients()).containsExactlyInAnyOrder("10.0.0.0/8", "10.1.0.0/16");
    assertThat(table.origins()).containsExactlyInAnyOrder("0.0.0.0/0", "203.0.113.80/32");
    assertThat(table.ports()).containsExactly(80, 65535);
    assertThat(BypassTable.EMPTY.clients()).isEmpty();
    assertThat(BypassTable.EMPTY.ports()).isEmpty();
  }
}
