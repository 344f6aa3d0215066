package dev.weir.gre.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The packet filter as the kernel runs it.
class RouterFilterTest {
  private static final List<Inet4Address> ROUTERS =
      List.of(Inet4Address.ofLiteral("192.0.2.1"), Inet4Address.ofLiteral("203.0.113.254"));

  @Test
  @DisplayName("GRE of each router passes, on Ethernet and without it")
  void passesRouters() {
    assertThat(passes(GreSource.Framing.ETHERNET, frame(0x0800, 47, "192.0.2.1"))).isTrue();
    assertThat(passes(GreSource.Framing.ETHERNET, frame(0x0800, 47, "203.0.113.254"))).isTrue();
    assertThat(passes(GreSource.Framing.IPV4, packet(47, "203.0.113.254"))).isTrue();
  }

  @Test
  @DisplayName("other protocols, other sources and other link types do not")
  void refusesOthers() {
    assertThat(passes(GreSource.Framing.ETHERNET, frame(0x86dd, 47, "192.0.2.1"))).isFalse();
    assertThat(passes(GreSource.Framing.ETHERNET, frame(0x0800, 6, "192.0.2.1"))).isFalse();
    assertThat(passes(GreSource.Framing.ETHERNET, frame(0x0800, 47, "192.0.2.2"))).isFalse();
    assertThat(passes(GreSource.Framing.IPV4, packet(6, "192.0.2.1"))).isFalse();
    assertThat(passes(GreSource.Framing.IPV4, packet(47, "198.51.100.1"))).isFalse();
  }

  @Test
  @DisplayName("of no router, no packet")
  void refusesAllWithoutRouters() {
    var program = RouterFilter.program(GreSource.Framing.IPV4, List.of());
    assertThat(run(program, packet(47, "192.0.2.1"))).isZero();
  }

  private static boolean passes(GreSource.Framing framing, ByteBuffer packet) {
    return run(RouterFilter.program(framing, ROUTERS), packet) > 0;
  }

  private static int run(List<RouterFilter.Instruction> program, ByteBuffer packet) {
    int loaded = 0;
    for (int at = 0; ; at++) {
      var it = program.get(at);
      switch (it.code()) {
        case 0x20 -> loaded = packet.getInt(it.operand());
        case 0x28 -> loaded = packet.getShort(it.operand()) & 0xffff;
        case 0x30 -> loaded = packet.get(it.operand()) & 0xff;
        case 0x15 -> at += loaded == it.operand() ? it.whenTrue() : it.whenFalse();
        case 0x06 -> {
          return it.operand();
        }
        default -> throw new AssertionError("unknown instruction " + it);
      }
    }
  }

  private static ByteBuffer frame(int type, int protocol, String source) {
    var frame = ByteBuffer.allocate(34);
    frame.putShort(12, (short) type);
    frame.put(23, (byte) protocol);
    return frame.put(26, Inet4Address.ofLiteral(source).getAddress());
  }

  private static ByteBuffer packet(int protocol, String source) {
    var packet = ByteBuffer.allocate(20);
    packet.put(9, (byte) protocol);
    return packet.put(12, Inet4Address.ofLiteral(source).getAddress());
  }
}
