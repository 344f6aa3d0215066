package dev.weir.node.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What is told of a node.
final class WeirMibTest {
  private final Stage stage = new Stage();

  @Test
  @DisplayName("the group system says who it is (RFC 3418)")
  void system() {
    assertThat(text("1.3.6.1.2.1.1.1.0")).isEqualTo("Weir unpackaged, node cache-1 at 192.0.2.11");
    assertThat(at("1.3.6.1.2.1.1.3.0")).isEqualTo(new Value.Ticks(java.time.Duration.ofSeconds(5)));
    assertThat(text("1.3.6.1.2.1.1.5.0")).isEqualTo("cache-1");
  }

  @Test
  @DisplayName("health is that of /readyz, with its reasons")
  void health() {
    assertThat(at("1.3.6.1.4.1.32473.2048.1.1.4.0")).isEqualTo(new Value.Whole(2));
    assertThat(text("1.3.6.1.4.1.32473.2048.1.1.5.0")).isEqualTo("health: not yet tested");

    stage.healthy();

    assertThat(at("1.3.6.1.4.1.32473.2048.1.1.4.0")).isEqualTo(new Value.Whole(1));
    assertThat(text("1.3.6.1.4.1.32473.2048.1.1.5.0")).isEmpty();
  }

  @Test
  @DisplayName("octets saved are those to clients less those from origins; the ratio is per mille")
  void traffic() {
    assertThat(at("1.3.6.1.4.1.32473.2048.1.2.5.0")).isEqualTo(new Value.Count(4_000_000_000L));
    assertThat(at("1.3.6.1.4.1.32473.2048.1.2.6.0")).isEqualTo(new Value.Gauge(800));
  }

  @Test
  @DisplayName("a group has its routers, its designated cache and the number of its table")
  void group() {
    assertThat(at("1.3.6.1.4.1.32473.2048.1.3.1.4.1.0")).isEqualTo(new Value.Whole(3));
    assertThat(text("1.3.6.1.4.1.32473.2048.1.3.1.5.1.0")).isEqualTo("192.0.2.11");
    assertThat(at("1.3.6.1.4.1.32473.2048.1.3.1.7.1.0")).isEqualTo(new Value.Gauge(2));
    assertThat(at("1.3.6.1.4.1.32473.2048.1.3.1.11.1.0")).isEqualTo(new Value.Gauge(1));
    assertThat(at("1.3.6.1.4.1.32473.2048.1.3.1.12.1.0")).isEqualTo(new Value.Gauge(41));
  }

  @Test
  @DisplayName("a router that was never heard has no time since, and the others have")
  void routers() {
    String row = "1.3.6.1.4.1.32473.2048.1.4.1.%d.1.0.1.4.192.0.2.%d";

    assertThat(at(row.formatted(4, 1))).isEqualTo(new Value.Whole(4));
    assertThat(at(row.formatted(6, 1))).isEqualTo(new Value.Gauge(7));
    assertThat(at(row.formatted(4, 3))).isEqualTo(new Value.Whole(1));
    assertThat(table().at(oid(row.formatted(6, 3)))).isEmpty();
  }

  @Test
  @DisplayName("there are 256 buckets, and nobody's is empty")
  void buckets() {
    Oid column = oid("1.3.6.1.4.1.32473.2048.1.5.1.2.1.0");

    assertThat(table().values().subMap(column, column.below(256))).hasSize(256);
    assertThat(table().at(column.below(127))).contains(new Value.Text("192.0.2.11"));
    assertThat(table().at(column.below(128))).contains(new Value.Text("192.0.2.12"));
    assertThat(table().at(column.below(255))).contains(new Value.Text(""));
  }

  @Test
  @DisplayName("names follow each other in the order of the tree, numbers without sign")
  void order() {
    assertThat(Oid.of(1, 3)).isLessThan(Oid.of(1, 3, 0)).isLessThan(Oid.of(1, 4));
    assertThat(Oid.of(1, 0x7fffffff)).isLessThan(Oid.of(1, -1));
    Map.Entry<Oid, Value> first = table().next(Oid.of(1, 3), false).orElseThrow();
    assertThat(first.getKey()).hasToString("1.3.6.1.2.1.1.1.0");
    assertThat(table().next(first.getKey(), true)).contains(first);
    assertThat(table().next(Oid.of(2), false)).isEmpty();
  }

  @Test
  @DisplayName("a text ends after 255 characters, a gauge stays at its largest value")
  void bounds() {
    assertThat(new Value.Text("x".repeat(300)).octets()).hasSize(255);
    assertThat(new Value.Gauge(1L << 33)).isEqualTo(new Value.Gauge(0xffff_ffffL));
    assertThat(new Value.Gauge(-1)).isEqualTo(new Value.Gauge(0));
  }

  private String text(String name) {
    return ((Value.Text) at(name)).value();
  }

  private Value at(String name) {
    return table().at(oid(name)).orElseThrow();
  }

  private MibTable table() {
    return WeirMib.of(stage.view());
  }

  private static Oid oid(String name) {
    return Oid.of(
        java.util.Arrays.stream(name.split("\\.", -1)).mapToInt(Integer::parseInt).toArray());
  }
}
