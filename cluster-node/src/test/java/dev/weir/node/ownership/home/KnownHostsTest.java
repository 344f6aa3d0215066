package dev.weir.node.ownership.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.ownership.NameHash;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class KnownHostsTest {
  private final KnownHosts known = new KnownHosts();

  @Test
  @DisplayName("what a directory said is confirmed until another node is the directory")
  void confirmed() {
    long host = NameHash.ofHost("www.example.test");
    assertThat(known.find(host)).isEmpty();
    known.confirm(host, 255);
    assertThat(known.find(host)).contains(new KnownHosts.Known(255, true));

    known.doubt(NameHash.bucket(host));
    assertThat(known.find(host)).contains(new KnownHosts.Known(255, false));
    known.doubt(NameHash.bucket(host) ^ 1);
    known.confirm(host, 3);
    assertThat(known.find(host)).contains(new KnownHosts.Known(3, true));
  }

  @Test
  @DisplayName("the first proposal is settled, and all later ones are told it")
  void settles() {
    assertThat(known.settle(7, 9)).isEqualTo(9);
    assertThat(known.settle(7, 10)).isEqualTo(9);
    assertThat(known.settle(0, 4)).isEqualTo(4);
    assertThat(known.settle(0, 5)).isEqualTo(4);
  }

  @Test
  @DisplayName("a million hosts take at most 100 octets each, and each is found")
  void million() {
    int count = 1_000_000;
    for (int i = 0; i < count; i++) {
      known.confirm(NameHash.ofHost("host-" + i + ".example.test"), i & 0xff);
    }
    assertThat(known.count()).isEqualTo(count);
    assertThat(known.octets() / count).isLessThanOrEqualTo(100);
    for (int i = 0; i < count; i += 997) {
      assertThat(known.find(NameHash.ofHost("host-" + i + ".example.test")))
          .contains(new KnownHosts.Known(i & 0xff, true));
    }
  }

  @Test
  @DisplayName("beyond the bound the remembered hosts of a shelf go first, then half of it")
  void bounded() {
    int most = KnownHosts.COUNT_MAX / 256;
    for (int i = 0; i < most; i++) {
      known.confirm(number(i), 1);
    }
    known.doubt(0);
    known.confirm(number(most), 2);
    assertThat(known.count()).isEqualTo(1);
    for (int i = 0; i < most; i++) {
      known.confirm(number(most + i), 2);
    }
    assertThat(known.count()).isBetween(most / 3, most);
    assertThat(known.find(number(2 * most - 1))).isPresent();
  }

  @Test
  @DisplayName("forged numbers that all meet in one slot cost no more than a probe's length each")
  void forged() {
    for (int i = 0; i < 5_000; i++) {
      known.confirm((long) i << 24 & 0xff_ffff_ffff_ff00L, 1);
    }
    assertThat(known.count()).isLessThan(5_000);
    assertThat(known.octets()).isLessThan(1 << 20);
  }

  @Test
  @DisplayName("a directory bucket is handed on as a whole")
  void recalled() {
    for (int i = 0; i < 100; i++) {
      known.confirm(number(i), i);
    }
    known.confirm(-1L, 7);
    HomeRecords records = known.recall(0);
    assertThat(records.count()).isEqualTo(100);
    for (int i = 0; i < records.count(); i++) {
      assertThat(known.find(records.host(i)).orElseThrow().home()).isEqualTo(records.home(i));
    }
  }

  /// The numbers whose highest octet is 0.
  private static long number(int i) {
    return NameHash.ofHost("n" + i) >>> 8;
  }
}
