package dev.weir.router.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RouterIdTest {
  private static final RouterId.Own LOOPBACK =
      new RouterId.Own(true, Inet4Address.ofLiteral("10.0.0.1"));
  private static final RouterId.Own LOW =
      new RouterId.Own(false, Inet4Address.ofLiteral("10.0.2.1"));
  private static final RouterId.Own HIGH =
      new RouterId.Own(false, Inet4Address.ofLiteral("192.0.2.1"));

  @Test
  @DisplayName("§7.4 the id is a loopback's address if there is one, else the highest, unsigned")
  void loopbackFirst() {
    assertThat(RouterId.choose(List.of(HIGH, LOOPBACK, LOW), true)).contains(LOOPBACK.address());
    assertThat(RouterId.choose(List.of(LOW, HIGH), true)).contains(HIGH.address());
    assertThat(RouterId.choose(List.of(), true)).isEmpty();
  }

  @Test
  @DisplayName("§7.4 with the profile of an ASA it is the highest of any interface")
  void highest() {
    assertThat(RouterId.choose(List.of(LOOPBACK, HIGH, LOW), false)).contains(HIGH.address());
  }
}
