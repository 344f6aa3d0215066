package dev.weir.node.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.value.Secret;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Members of a grid on the loopback addresses.
public final class Loopback {
  static final Secret SECRET = Secret.of("a-secret-of-thirty-two-characters");

  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(21_000 + (int) (ProcessHandle.current().pid() % 10_000));

  private Loopback() {}

  /// A member at one port of 127.0.0.1 that knows of another.
  public static GridSettings settings(String name, int own, int far) throws IOException {
    return settings(name, own, far, SECRET);
  }

  static GridSettings settings(String name, int own, int far, Secret secret) throws IOException {
    return new GridSettings(
        "weir-test-" + Math.min(own, far),
        name,
        address(1),
        own,
        List.of("127.0.0.1", "127.0.0.1:" + far),
        Optional.of(secret));
  }

  /// 127.0.0.`last`.
  public static Inet4Address address(int last) throws IOException {
    return (Inet4Address) InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  /// A port that is free, below those that the kernel gives to whoever asks for any.
  public static int freePort() throws IOException {
    while (true) {
      int port = NEXT_PORT.getAndIncrement();
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(address(1), port));
        return port;
      } catch (BindException taken) {
        assertThat(port).as("a free port").isLessThan(32_768);
      }
    }
  }

  static boolean listens(int last, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(last), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
