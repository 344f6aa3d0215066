package dev.weir.gre.device;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Skips a test on machines without root or TUN. With `CI=true` it fails there instead.
final class RequiresDevices {
  private RequiresDevices() {}

  static void check() {
    boolean root = "root".equals(System.getProperty("user.name"));
    boolean tun = Files.isWritable(Path.of("/dev/net/tun"));
    if ("true".equals(System.getenv("CI"))) {
      if (!root || !tun) {
        throw new AssertionError("CI=true needs root and /dev/net/tun");
      }
    } else {
      assumeTrue(root && tun, "needs root and /dev/net/tun");
    }
  }
}
