package dev.weir.node.proxy.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the header of the PROXY protocol, version 2")
final class AddressHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  @Test
  @DisplayName("has the addresses of client and origin, then their ports")
  void proxied() {
    var header =
        AddressHeader.of(
            new InetSocketAddress("198.51.100.7", 40_000),
            new InetSocketAddress("203.0.113.80", 8080));

    assertThat(ByteBufUtil.hexDump(header))
        .isEqualTo(SIGNATURE + "21" + "11" + "000c" + "c6336407" + "cb007150" + "9c40" + "1f90");
  }

  @Test
  @DisplayName("of a connection of the node's own has none")
  void local() {
    assertThat(ByteBufUtil.hexDump(AddressHeader.local()))
        .isEqualTo(SIGNATURE + "20" + "00" + "0000");
  }
}
