package dev.weir.lab.capture;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Children;
import dev.weir.lab.net.LabHost;
import dev.weir.wccp.codec.MessageCodec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A running `tcpdump` on one interface, and the file it writes.
public final class Capture {
  private static final Duration START_LIMIT = Duration.ofSeconds(40);

  private final Dissector dissector;
  private final Path file;
  private final Process process;

  private Capture(Dissector dissector, Path file, Process process) {
    this.dissector = dissector;
    this.file = file;
    this.process = process;
  }

  /// What is to be captured where.
  ///
  /// @param host in whose namespace
  /// @param device on which interface
  /// @param filter tcpdump's expression; empty for everything
  /// @param codec of the WCCP messages there
  public record Point(LabHost host, String device, String filter, MessageCodec codec) {}

  /// Begins a capture into the given file, and returns once it listens.
  ///
  /// @param log where tcpdump's own words go
  public static Capture start(Children children, Point point, Path file, Path log)
      throws LabFailure, InterruptedException {
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
            "0",
            "-w",
            file.toString(),
            point.filter());
    Process process = children.start(point.host().namespace(), log, false, command);
    long until = System.nanoTime() + START_LIMIT.toNanos();
    while (!words(log).contains("listening on")) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new LabFailure("no capture on " + point.device() + ": " + words(log).strip());
      }
      Thread.sleep(5);
    }
    return new Capture(new Dissector(point.codec()), file, process);
  }

  private static String words(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return "its words cannot be read: " + e.getMessage();
    }
  }

  /// Every packet captured until now.
  public List<Seen> seen() throws LabFailure {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      var reader = new CaptureReader(in);
      var seen = new ArrayList<Seen>();
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        seen.add(dissector.read(next.get()));
      }
      return seen;
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
