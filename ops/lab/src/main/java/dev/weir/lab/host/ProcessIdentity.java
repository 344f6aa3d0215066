package dev.weir.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// One process of this boot: a pid alone may have been given to another one meanwhile.
///
/// @param pid the process id
/// @param startTicks when it started, in clock ticks since boot (`/proc/PID/stat`, field 22)
public record ProcessIdentity(long pid, long startTicks) {
  private static final Path PROC = Path.of("/proc");

  /// Reads the line of a `stat` file of `/proc`; empty when it is not one.
  ///
  /// The second field is the program's name in brackets, which may hold brackets and blanks.
  public static Optional<ProcessIdentity> fromStat(String line) {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    if (open < 1 || close < open) {
      return Optional.empty();
    }
    String[] rest = line.substring(close + 1).strip().split(" ", -1);
    if (rest.length < 20) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessIdentity(
              Long.parseLong(line.substring(0, open).strip()), Long.parseLong(rest[19].strip())));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Whoever has this pid now; empty when nobody has, or a zombie.
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      int close = line.lastIndexOf(')');
      boolean dead = close > 0 && line.startsWith(") Z", close);
      return dead ? Optional.empty() : fromStat(line);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Whether this very process still runs.
  public boolean lives() {
    return of(pid).equals(Optional.of(this));
  }

  /// Ends this very process at once, if it still runs, and waits up to ten seconds for its end.
  public void kill() throws InterruptedException {
    if (!lives()) {
      return;
    }
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    long until = System.nanoTime() + 10_000_000_000L;
    while (lives() && System.nanoTime() < until) {
      Thread.sleep(5);
    }
  }
}
