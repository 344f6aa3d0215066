package dev.weir.router;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A child process of a test, and what it has said so far on both outputs.
final class Child implements AutoCloseable {
  private static final int SECONDS_MAX = 90;

  private final Process process;
  private final Thread reader;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private Child(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().unstarted(this::read);
  }

  static Child start(List<String> command) throws IOException {
    var child = new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
    child.reader.start();
    return child;
  }

  /// Waits for a line that contains this text.
  ///
  /// @throws AssertionError when the child ends, or a minute and a half passes, without it
  String await(String text) throws InterruptedException {
    return await(text, 1);
  }

  /// Waits for so many lines that contain this text, and gives the last of them.
  ///
  /// @throws AssertionError when the child ends, or a minute and a half passes, without them
  String await(String text, int times) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(SECONDS_MAX).toNanos();
    synchronized (lines) {
      int left = times;
      for (int seen = 0; ; ) {
        for (; seen < lines.size(); seen++) {
          if (lines.get(seen).contains(text) && --left == 0) {
            return lines.get(seen);
          }
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (ended || millis <= 0) {
          throw new AssertionError("no line with '" + text + "' in " + lines);
        }
        lines.wait(millis);
      }
    }
  }

  /// Everything said so far.
  List<String> said() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /// Waits for the end. Returns the exit code.
  int end() throws InterruptedException {
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new AssertionError("still running, said " + said());
    }
    reader.join();
    return process.exitValue();
  }

  /// SIGTERM, and the exit code that came of it.
  int terminate() throws InterruptedException {
    process.destroy();
    return end();
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    end();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      hear("unreadable: " + e);
    } finally {
      synchronized (lines) {
        ended = true;
        lines.notifyAll();
      }
    }
  }

  private void hear(String line) {
    synchronized (lines) {
      lines.add(line);
      lines.notifyAll();
    }
  }
}
