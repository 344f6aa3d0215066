package dev.weir.node.grid.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.grid.seal.SignedRecord.Terms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private static final long NOW = 1_000;

  private final Seal seal = Seal.alone();
  private final Ledger ledger = new Ledger(8);

  private SignedRecord record(String key, long number, long until, boolean withdrawn) {
    return seal.sign(
        Purpose.RULE, key, new Terms(SealTest.ip(11), number, until, withdrawn), new byte[1]);
  }

  private SignedRecord value(String key, long number) {
    return record(key, number, 0, false);
  }

  @Test
  @DisplayName("under one key the greater number holds, in whatever order records come")
  void newest() {
    assertThat(ledger.offer(value("a", 2), NOW)).isEmpty();
    assertThat(ledger.offer(value("a", 1), NOW)).contains(Refusal.REPLAYED);
    assertThat(ledger.offer(value("a", 2), NOW)).isEmpty();
    assertThat(ledger.offer(value("a", 3), NOW)).isEmpty();
    assertThat(ledger.values()).containsExactly(value("a", 3));
    assertThat(ledger.next("a", 2)).isEqualTo(4);
    assertThat(ledger.next("a", 9)).isEqualTo(9);
  }

  @Test
  @DisplayName("what is withdrawn has no value, and does not come back by an older record")
  void withdrawn() {
    assertThat(ledger.offer(value("a", 1), NOW)).isEmpty();
    assertThat(ledger.offer(record("a", 2, 0, true), NOW)).isEmpty();
    assertThat(ledger.values()).isEmpty();
    assertThat(ledger.offer(value("a", 1), NOW)).contains(Refusal.REPLAYED);
    assertThat(ledger.offer(value("a", 3), NOW)).isEmpty();
    assertThat(ledger.values()).hasSize(1);
  }

  @Test
  @DisplayName("what is over goes, and is not taken again")
  void ends() {
    SignedRecord brief = record("a", 1, NOW + 1, false);
    assertThat(ledger.offer(brief, NOW)).isEmpty();
    assertThat(ledger.expire(NOW)).isFalse();
    assertThat(ledger.expire(NOW + 1)).isTrue();
    assertThat(ledger.values()).isEmpty();
    assertThat(ledger.offer(brief, NOW + 1)).contains(Refusal.REPLAYED);
  }

  @Test
  @DisplayName("without room a value is refused; what was withdrawn makes room, and stays refused")
  void bounded() {
    for (int i = 0; i < 8; i++) {
      assertThat(ledger.offer(value("k" + i, 10 + i), NOW)).isEmpty();
    }
    assertThat(ledger.offer(value("more", 30), NOW)).contains(Refusal.FULL);
    assertThat(ledger.offer(value("k3", 31), NOW)).as("a known key").isEmpty();

    assertThat(ledger.offer(record("k0", 20, 0, true), NOW)).isEmpty();
    assertThat(ledger.offer(value("more", 30), NOW)).isEmpty();
    assertThat(ledger.all()).hasSize(8);
    assertThat(ledger.offer(record("k1", 21, 0, true), NOW)).isEmpty();
    assertThat(ledger.offer(value("k0", 10), NOW)).contains(Refusal.REPLAYED);
    assertThat(ledger.offer(value("last", 40), NOW)).isEmpty();
  }

  @Test
  @DisplayName("nodes that heard the same records in any order agree, equal numbers included")
  void converges() {
    var records = new ArrayList<SignedRecord>();
    for (int i = 0; i < 40; i++) {
      records.add(record("k" + i % 5, i / 10, 0, i % 7 == 0));
    }
    List<SignedRecord> agreed = null;
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(records, new Random(seed));
      var node = new Ledger(8);
      records.forEach(record -> node.offer(record, NOW));
      if (agreed == null) {
        agreed = node.values();
      }
      assertThat(node.values()).isEqualTo(agreed);
    }
  }
}
