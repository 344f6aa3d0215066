package dev.weir.node.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("§6.4 whose frames are believed")
final class LinkAddressesTest {
  private static final String TABLE =
      """
      IP address       HW type     Flags       HW address            Mask     Device
      192.0.2.1        0x1         0x2         02:00:00:00:0A:01     *        n0
      192.0.2.2        0x1         0x0         00:00:00:00:00:00     *        n0
      192.0.2.3        0x1         0x6         02:00:00:00:00:03     *        n0
      192.0.2.4        0x1         0x2         02:00:00:00:00:04     *        n1
      192.0.2.12       0x1         0x2         02:00:00:00:00:12     *        n0
      """;

  @Test
  @DisplayName("those of the routers on the device, as far as the kernel knows them")
  void known() {
    assertThat(LinkAddresses.of(TABLE, Set.of(router(1), router(3)), "n0"))
        .containsExactly("02:00:00:00:00:03", "02:00:00:00:0a:01");
  }

  @Test
  @DisplayName("not an unanswered question's, another device's, or a stranger's")
  void unknown() {
    assertThat(LinkAddresses.of(TABLE, Set.of(router(2), router(4), router(99)), "n0")).isEmpty();
    assertThat(LinkAddresses.of("", Set.of(router(1)), "n0")).isEmpty();
    assertThat(LinkAddresses.of("header\n192.0.2.1 0x1 0x2\n", Set.of(router(1)), "n0")).isEmpty();
  }

  private static Inet4Address router(int last) {
    return Inet4Address.ofLiteral("192.0.2." + last);
  }
}
