package dev.weir.lab.capture;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Children;
import dev.weir.lab.net.LabHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A running `tcpdump` on one interface, and the file it writes.
public final class Capture {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  private final Path file;
  private final Process process;

  private Capture(Path file, Process process) {
    this.file = file;
    this.process = process;
  }

  /// What is to be captured where.
  ///
  /// @param host in whose namespace
  /// @param device on which interface
  /// @param filter tcpdump's expression; empty for everything
  /// @param octets how much of each packet is kept; 0 for all of it
  public record Point(LabHost host, String device, String filter, int octets) {}

  /// Begins a capture into the given file, and returns once it listens.
  public static Capture start(Children children, Point point, Path file)
      throws LabFailure, InterruptedException {
    Path log = file.resolveSibling(file.getFileName() + ".log");
    List<String> command =
        List.of(
            "tcpdump",
            "-i",
            point.device(),
            "-n",
            "-p",
            "-U",
            "-Z",
            "root",
            "-B",
            "8192",
            "-s",
            Integer.toString(point.octets()),
            "-w",
            file.toString(),
            point.filter());
    Process process = children.start(point.host().namespace(), log, false, command);
    long until = System.nanoTime() + START_LIMIT.toNanos();
    while (!said(log)) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new LabFailure("tcpdump does not capture on " + point.device() + ", see " + log);
      }
      Thread.sleep(5);
    }
    return new Capture(file, process);
  }

  private static boolean said(Path log) {
    try {
      return Files.exists(log) && Files.readString(log).contains("listening on");
    } catch (IOException _) {
      return false;
    }
  }

  /// Every packet captured until now.
  public List<Seen> seen() throws LabFailure {
    try {
      return Pcap.read(file).stream().map(Dissector::read).toList();
    } catch (IOException e) {
      throw new LabFailure("cannot read the capture " + file + ": " + e.getMessage(), e);
    }
  }

  /// Ends the capture; the file is whole when this returns.
  public void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
