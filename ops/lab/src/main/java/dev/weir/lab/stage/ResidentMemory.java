package dev.weir.lab.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The resident memory of a process (`VmRSS` of `/proc/PID/status`), read twenty times a second.
public final class ResidentMemory implements AutoCloseable {
  private static final long PAUSE_NANOS = 50_000_000L;

  private final Path status;
  private final AtomicLong peak = new AtomicLong();
  private volatile boolean closed;

  private ResidentMemory(Path status) {
    this.status = status;
  }

  /// Begins to watch a process.
  public static ResidentMemory watch(long pid) {
    var memory = new ResidentMemory(Path.of("/proc", Long.toString(pid), "status"));
    Thread.ofPlatform().daemon().name("memory").start(memory::look);
    return memory;
  }

  private void look() {
    while (!closed) {
      peak.accumulateAndGet(nowKib(), Math::max);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /// The size now, in KiB; 0 when there is no such process.
  public long nowKib() {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException _) {
      return 0;
    }
  }

  /// The largest size since the watch began, in KiB.
  public long peakKib() {
    return Math.max(peak.get(), nowKib());
  }

  @Override
  public void close() {
    closed = true;
  }
}
