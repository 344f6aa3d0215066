package dev.weir.gre.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the world may refuse: each message says which device, why, and what to do.
class DeviceFailureIT {
  private final String name = "gre" + ProcessHandle.current().pid() % 1_000_000;

  @BeforeEach
  void requireDevices() {
    RequiresDevices.check();
  }

  @Test
  @DisplayName("a TUN lives as long as it is open, and its name is taken meanwhile")
  void tunNameIsTaken() throws DeviceException, IOException {
    try (var tun = TunDevice.open(name)) {
      assertThat(exists(tun.name())).isTrue();
      assertThatThrownBy(() -> TunDevice.open(name))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("taken by another running program");
    }
    assertThat(exists(name)).isFalse();
  }

  @Test
  @DisplayName(
      "an interface of another kind is not taken over, a wrong name never reaches the kernel")
  void tunNameIsRefused() {
    assertThatThrownBy(() -> TunDevice.open("lo")).hasMessageContaining("no TUN device");
    assertThatThrownBy(() -> TunDevice.open("wccp%d")).hasMessageContaining("not an interface");
    assertThatThrownBy(() -> TunDevice.open("a".repeat(16))).hasMessageContaining("1 to 15");
  }

  @Test
  @DisplayName("a closed TUN says so, and closing twice is harmless")
  void closedTun() throws DeviceException {
    var tun = TunDevice.open(name);
    var buffer = ByteBuffer.allocateDirect(64);
    assertThat(tun.read(buffer, 0)).isZero();

    tun.close();
    tun.close();

    assertThatThrownBy(() -> tun.read(buffer, 0)).hasMessageContaining("closed");
    assertThatThrownBy(() -> tun.write(buffer, 0, 40)).hasMessageContaining("closed");
  }

  @Test
  @DisplayName("an unknown interface is named; no socket stays open")
  void captureInterfaceUnknown() throws IOException {
    long before = openSockets();

    assertThatThrownBy(() -> GreCapture.open("absent0", List.of()))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("absent0: no such interface");

    assertThat(openSockets()).isEqualTo(before);
  }

  @Test
  @DisplayName("a TUN has no Ethernet frames: it cannot be captured on, and nothing stays open")
  void captureLinkTypeRefused() throws DeviceException, IOException {
    try (var tun = TunDevice.open(name)) {
      new ProcessBuilder("ip", "link", "set", name, "up").start().onExit().join();
      assertThatThrownBy(() -> GreCapture.open(tun.name(), List.of()))
          .hasMessageContaining("only Ethernet");
      long before = openSockets();
      assertThatThrownBy(() -> GreCapture.open(tun.name(), List.of()))
          .hasMessageContaining("only Ethernet");
      assertThat(openSockets()).isEqualTo(before);
    }
  }

  @Test
  @DisplayName("a capture that nobody drains opens, changes its filter and closes twice")
  void captureWithoutLoop() throws DeviceException {
    var capture = GreCapture.open("lo", List.of());
    capture.acceptOnly(List.of(Inet4Address.ofLiteral("192.0.2.1")));
    assertThat(capture.kernelDrops()).isZero();
    capture.close();
    capture.close();
    assertThat(capture.kernelDrops()).isZero();
  }

  @Test
  @DisplayName("a source that is not this host's is refused")
  void socketSourceRefused() {
    assertThatThrownBy(() -> RawGreSocket.open(Optional.of(Inet4Address.ofLiteral("203.0.113.9"))))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("203.0.113.9 is not an address of this host");
  }

  private static boolean exists(String interfaceName) throws IOException {
    return new ProcessBuilder("ip", "link", "show", interfaceName)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .onExit()
            .join()
            .exitValue()
        == 0;
  }

  /// What a capture holds: its socket, and the eventfd that ends its loop. The rest of a JVM's
  /// descriptors come and go by themselves: archives of classes, pipes of ended processes.
  private static long openSockets() throws IOException {
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(DeviceFailureIT::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("socket:") || target.startsWith("anon_inode:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
