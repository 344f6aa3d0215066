package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the kernel counts")
final class KernelCountersTest {
  private static final List<String> LINES =
      List.of("IpExt: InNoRoutes", "IpExt: 9", "Ip: Forwarding ReasmOKs ReasmFails", "Ip: 1 12 3");

  @Test
  @DisplayName("a counter is found under its name, in the line after the names")
  void found() {
    assertThat(KernelCounters.ip(LINES, "ReasmOKs")).isEqualTo(12);
    assertThat(KernelCounters.ip(LINES, "ReasmFails")).isEqualTo(3);
  }

  @Test
  @DisplayName("what is not told, or is no number, is 0")
  void missing() {
    assertThat(KernelCounters.ip(LINES, "Ip:")).isZero();
    assertThat(KernelCounters.ip(LINES, "InNoRoutes")).isZero();
    assertThat(KernelCounters.ip(LINES.subList(0, 3), "ReasmOKs")).isZero();
    assertThat(KernelCounters.ip(List.of("Ip: A B", "Ip: 1 x"), "B")).isZero();
  }
}
