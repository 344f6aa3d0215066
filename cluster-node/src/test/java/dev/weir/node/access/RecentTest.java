package dev.weir.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.access.octets.Ring;
import dev.weir.node.access.query.Query;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RecentTest {
  private final Recent recent = new Recent();
  private final Ring ring = new Ring();
  private final Draft draft = new Draft(ring, AccessLog.off());

  @Test
  @DisplayName("the last so many, then what came since, each once")
  void followed() {
    for (int i = 1; i <= 30; i++) {
      record(i, 200);
    }
    var first = slice(0, 3, "");
    assertThat(first.lines()).hasSize(3).last().asString().contains("/30 ");
    assertThat(first.next()).isEqualTo(31);
    assertThat(slice(31, 1000, "").lines()).isEmpty();
    record(31, 200);
    assertThat(slice(31, 1000, "").lines()).hasSize(1);
    assertThat(slice(31, 1000, "").next()).isEqualTo(32);
    assertThat(slice(99, 1000, "").next()).isEqualTo(32);
  }

  @Test
  @DisplayName("only what is asked for, at most so many, and from there on")
  void asked() {
    for (int i = 1; i <= 3_000; i++) {
      record(i, i % 2 == 0 ? 200 : 503);
    }
    String errors = "status >= 500 and host == a.test and client == 192.0.2.0/24";
    assertThat(slice(0, 2, errors).lines())
        .hasSize(2)
        .allMatch(line -> line.contains("/503 "))
        .last()
        .asString()
        .contains("/2999 ");
    var first = slice(1, 1_000, errors);
    assertThat(first.lines()).hasSize(1_000);
    assertThat(slice(first.next(), 1_000, errors).lines())
        .hasSize(500)
        .first()
        .asString()
        .contains("/2001 ");
    assertThat(slice(0, 5, "path == /7").lines()).hasSize(1);
    assertThat(slice(0, 5, "cache == hit and source == memory and ms == 12").lines()).hasSize(5);
  }

  @Test
  @DisplayName("the oldest are forgotten, by number and by octets, and who asks for them is told")
  void bounded() {
    for (int i = 1; i <= Recent.KEPT_MAX + 10; i++) {
      record(i, 200);
    }
    assertThat(slice(1, 1, "").missed()).isEqualTo(10);
    for (int i = 0; i < Recent.KEPT_MAX; i++) {
      draft
          .begin(200, Treatment.HIT, ObjectSource.MEMORY)
          .at(1, 1, 1)
          .text("GET")
          .text("a.test")
          .text("/" + "x".repeat(4_000))
          .end();
      keep();
    }
    long there = Recent.KEPT_MAX - slice(Recent.KEPT_MAX + 11, 1, "").missed();
    assertThat(there).isBetween(2_000L, (long) Recent.OCTETS_MAX / 4_000);
  }

  @Test
  @DisplayName("who looks sees what there was, whatever takes its place meanwhile")
  void lookedAt() {
    for (int i = 1; i <= Recent.KEPT_MAX; i++) {
      record(i, 200);
    }
    var query = ((Query.Read.Good) Query.read("")).query();
    var format = new SquidFormat();
    var slice =
        recent.slice(
            1,
            100,
            query,
            (entry, to) -> {
              for (int i = 0; i < 100; i++) {
                record(9_999, 404);
              }
              format.write(entry, to);
            });
    assertThat(slice.lines()).hasSize(100).allMatch(line -> line.contains("/200 "));
    assertThat(slice(0, 1, "").lines()).first().asString().contains("/404 ").contains("/9999 ");
  }

  private AccessLog.Slice slice(long since, int last, String query) {
    return recent.slice(
        since, last, ((Query.Read.Good) Query.read(query)).query(), new SquidFormat());
  }

  private void record(int number, int status) {
    draft
        .begin(status, Treatment.HIT, ObjectSource.MEMORY)
        .at(1, 12_345_678, number)
        .client(0xc0000207, 1)
        .text("GET")
        .text("A.test:8080")
        .text("/" + number)
        .end();
    keep();
  }

  private void keep() {
    int place = ring.peek();
    int length = new Entry().at(ring.octets(), place);
    recent.add(ring.octets(), place, length);
    ring.release(length);
  }
}
