package dev.weir.node.proxy.disk;

import dev.weir.cache.disk.life.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What the clocks of this host show, its time since it was started among them (Linux: what
/// `/proc/uptime` and `boot_id` say; elsewhere nobody knows).
public final class HostMoments implements Supplier<Moment> {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path UPTIME = Path.of("/proc/uptime");

  private final InstantSource steady;
  private final InstantSource wall;

  /// @param steady by which ages are measured
  /// @param wall the time of day
  public HostMoments(InstantSource steady, InstantSource wall) {
    this.steady = steady;
    this.wall = wall;
  }

  @Override
  public Moment get() {
    try {
      String seconds = Files.readString(UPTIME).split(" ", 2)[0];
      Duration up = Duration.ofMillis((long) (Double.parseDouble(seconds) * 1_000));
      return new Moment(steady.instant(), wall.instant(), Files.readString(BOOT).strip(), up);
    } catch (IOException | NumberFormatException _) {
      return new Moment(steady.instant(), wall.instant(), "", Duration.ZERO);
    }
  }
}
