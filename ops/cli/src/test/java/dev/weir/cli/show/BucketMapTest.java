package dev.weir.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class BucketMapTest {
  @Test
  @DisplayName("show buckets: bucket 0xab stands in line a0, column b")
  void placesBucket() {
    List<@Nullable String> table = unassigned();
    table.set(0xab, "10.0.2.11");

    String map = BucketMap.of(new Answer.Key("10.0.2.11", 4), table);

    assertThat(map).startsWith("Buckets: 1 of 256 assigned, key 10.0.2.11/4\n");
    assertThat(map).contains("\na0   ...........1....\n");
    assertThat(map).contains("\n00   ................\n");
    assertThat(map).endsWith("  1  10.0.2.11        1 (0.39%)\n");
  }

  @Test
  @DisplayName("show buckets: owners are ranked by address as a number, not as text")
  void ranksOwners() {
    List<@Nullable String> table = unassigned();
    table.set(0, "10.0.2.100");
    table.set(1, "10.0.2.9");

    assertThat(BucketMap.of(null, table)).contains("\n00   21..............\n");
  }

  @Test
  @DisplayName(
      "show buckets: a node that gives buckets back says which and why, one that does not not")
  void saysWhatIsGivenBack() {
    var calm = new Answer.Buckets(null, List.of(), List.of(), null);
    var busy = new Answer.Buckets(null, List.of(), List.of(0x07, 0xea), "memory");

    assertThat(BucketMap.of(busy))
        .isEqualTo(
            BucketMap.of(calm)
                + """

                This node has too much to do: memory. New connections in 2 buckets go back to the router:
                  07 ea
                """);
    assertThat(BucketMap.of(calm)).isEqualTo(BucketMap.of(null, List.of()));
  }

  @Test
  @DisplayName("show buckets: without a table every bucket is unassigned")
  void showsNoTable() {
    assertThat(BucketMap.of(null, List.of()))
        .startsWith("Buckets: 0 of 256 assigned, key -none-\n")
        .contains("\nf0   ................\n");
  }

  @Test
  @DisplayName("show buckets: the tenth owner is a letter")
  void usesLetters() {
    List<@Nullable String> table = unassigned();
    for (int i = 0; i < 32; i++) {
      table.set(i, "10.0.2." + (i + 1));
    }

    assertThat(BucketMap.of(null, table))
        .contains("\n00   123456789abcdefg\n")
        .contains("\n10   hijklmnopqrstuvw\n");
  }

  private static List<@Nullable String> unassigned() {
    return new ArrayList<>(Collections.nCopies(256, (String) null));
  }
}
