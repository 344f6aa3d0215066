package dev.weir.node.life;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The service manager that has started this program, told how things stand: sd_notify(3).
///
/// It waits for [#ready] before it starts what comes after us (`Type=notify`), and starts us anew
/// if [#alive] is not called for as long as its watchdog allows (`WatchdogSec=`). Where there is no
/// such manager nothing is told. One that does not listen is no reason to stop working.
///
/// Safe for use by any thread.
public final class Systemd implements AutoCloseable {
  private static final int NAME_MAX = 107; // of a socket in the file system: unix(7)

  private final Optional<byte[]> manager;
  private final Optional<Duration> patience;
  private final InstantSource clock;
  private @Nullable Socket socket;
  private Instant told = Instant.MIN;
  private String status = "";

  private Systemd(Optional<byte[]> manager, Optional<Duration> patience, InstantSource clock) {
    this.manager = manager;
    this.patience = patience;
    this.clock = clock;
  }

  /// The one that has started this process.
  public static Systemd ours() {
    var steady = new MonotonicClock(Instant.EPOCH);
    return of(System.getenv(), ProcessHandle.current().pid(), steady);
  }

  /// The one that the environment names by `NOTIFY_SOCKET`; its watchdog by `WATCHDOG_USEC`, meant
  /// for us unless `WATCHDOG_PID` is another's.
  static Systemd of(Map<String, String> environment, long pid, InstantSource clock) {
    Optional<byte[]> manager =
        Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
            .filter(name -> name.startsWith("/") || name.startsWith("@"))
            .map(name -> name.startsWith("@") ? "\0" + name.substring(1) : name)
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .filter(name -> name.length <= NAME_MAX && Epoll.isAvailable());
    boolean ours = environment.getOrDefault("WATCHDOG_PID", "" + pid).equals("" + pid);
    return new Systemd(
        manager,
        Optional.ofNullable(environment.get("WATCHDOG_USEC"))
            .filter(_ -> ours)
            .flatMap(Systemd::micros),
        clock);
  }

  private static Optional<Duration> micros(String text) {
    try {
      return Optional.of(Long.parseLong(text))
          .filter(it -> it > 0)
          .map(it -> Duration.ofNanos(it * 1000));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// The program does its work.
  public void ready() {
    tell("READY=1");
  }

  /// The program has been asked to end, and is about it.
  public void stopping() {
    tell("STOPPING=1\nSTATUS=ending");
  }

  /// Reads the configuration anew, so that the manager can wait for the end of it.
  public void whileReloading(Runnable reload) {
    tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    try {
      reload.run();
    } finally {
      ready();
    }
  }

  /// The program lives, and this is how it is, in a few words. May be called as often as one likes:
  /// it is told twice in the watchdog's time, and when the words are others.
  public synchronized void alive(String words) {
    String line = words.replace('\n', ' ');
    Instant now = clock.instant();
    boolean due =
        patience.isPresent()
            && (told.equals(Instant.MIN) || !now.isBefore(told.plus(patience.get().dividedBy(2))));
    boolean news = !line.equals(status);
    if (due || news) {
      told = due ? now : told;
      status = line;
      tell((due ? "WATCHDOG=1\n" : "") + "STATUS=" + line);
    }
  }

  private synchronized void tell(String lines) {
    if (manager.isEmpty()) {
      return;
    }
    byte[] text = lines.getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocateDirect(text.length).put(text);
    try {
      if (socket == null) {
        socket = Socket.newSocketDomainDgram();
      }
      socket.sendToDomainSocket(message, 0, text.length, manager.get());
    } catch (IOException _) {
      status = ""; // to be said again
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException _) {
      return; // it is gone all the same
    }
  }
}
