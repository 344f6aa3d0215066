package dev.weir.node.ownership;

import static dev.weir.node.ownership.Given.START;
import static dev.weir.node.ownership.Given.node;
import static dev.weir.node.ownership.Given.round;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.grid.PublishedTable;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class GridTableTest {
  private static final Inet4Address A = node(1);
  private static final Inet4Address B = node(2);
  private static final Inet4Address C = node(3);
  private static final Instant SETTLED = START.plus(GridTable.SETTLED);
  private final GridTable duty = new GridTable(A, Set.of(A, B, C));

  @Test
  @DisplayName("the lowest member makes the table once the members have settled")
  void lowest() {
    assertThat(duty.look(Set.of(A, B), Optional.empty(), 5, START)).isEmpty();
    PublishedTable made = duty.look(Set.of(A, B), Optional.empty(), 5, SETTLED).orElseThrow();
    assertThat(made.keyNumber()).isEqualTo(5);
    assertThat(made.owners().stream().filter(Optional.of(A)::equals).count()).isEqualTo(128);

    var other = new GridTable(B, Set.of(A, B, C));
    other.look(Set.of(A, B), Optional.empty(), 5, START);
    assertThat(other.look(Set.of(A, B), Optional.empty(), 5, SETTLED)).isEmpty();
  }

  @Test
  @DisplayName("a leaver's buckets alone move, under a higher number; nothing changes, no table")
  void leaves() {
    PublishedTable before = round(9, A, B, C);
    duty.look(Set.of(A, B), Optional.of(before), 1, START);
    PublishedTable after = duty.look(Set.of(A, B), Optional.of(before), 1, SETTLED).orElseThrow();
    assertThat(after.keyNumber()).isEqualTo(10);
    assertThat(IntStream.range(0, 256))
        .allMatch(bucket ->
            before.owners().get(bucket).equals(Optional.of(C))
                || before.owners().get(bucket).equals(after.owners().get(bucket)));
    assertThat(duty.look(Set.of(A, B), Optional.of(after), 1, SETTLED)).isEmpty();
  }

  @Test
  @DisplayName("a member that comes and goes begins the wait anew")
  void settles() {
    duty.look(Set.of(A, B), Optional.empty(), 1, START);
    duty.look(Set.of(A, B, C), Optional.empty(), 1, START.plusSeconds(2));
    assertThat(duty.look(Set.of(A, B, C), Optional.empty(), 1, SETTLED)).isEmpty();
    assertThat(duty.look(Set.of(A, B, C), Optional.empty(), 1, SETTLED.plusSeconds(2))).isPresent();
  }

  @Test
  @DisplayName(
      "a rest that sees fewer than half of the owners makes no table, half with the lowest")
  void minority() {
    Optional<PublishedTable> three = Optional.of(round(9, A, B, C));
    duty.look(Set.of(A), three, 1, START);
    assertThat(duty.look(Set.of(A), three, 1, SETTLED)).isEmpty();
    assertThat(duty.look(Set.of(A), Optional.empty(), 1, SETTLED))
        .as("the first table, with one of three members")
        .isEmpty();

    Optional<PublishedTable> two = Optional.of(round(9, A, B));
    assertThat(duty.look(Set.of(A), two, 1, SETTLED)).isPresent();
    var other = new GridTable(B, Set.of(A, B, C));
    other.look(Set.of(B), two, 1, START);
    assertThat(other.look(Set.of(B), two, 1, SETTLED)).isEmpty();
  }
}
