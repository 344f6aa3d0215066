package dev.weir.node.life;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns SIGTERM and SIGINT into an orderly end with an exit code of our own.
///
/// The JVM answers a signal by running hooks and exiting with 143 or 130. Our hook asks the program
/// to end, waits for it, and ends the JVM with the program's code.
public final class Termination {
  /// The program ran and was stopped by a signal.
  public static final int OK = 0;

  /// The host refused something, or a part failed while running.
  public static final int FAILURE = 1;

  /// The configuration file is wrong.
  public static final int USAGE = 2;

  /// A part of the program was stuck and could not be ended in order. Start it again.
  public static final int STUCK = 3;

  private static final int SECONDS_MAX = 15;

  /// A part that is stuck ends no sooner for being waited for. What is on the host is undone first.
  private static final int MILLIS_MAX_STUCK = 1_000;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onSignal, "weir-stop");
  private volatile int exitCode = FAILURE;
  private volatile int reason = OK;
  private final Duration drain;

  /// For a program that ends at once.
  public Termination() {
    this(Duration.ZERO);
  }

  /// For a program that may take so much longer when it is asked by a signal.
  public Termination(Duration drain) {
    this.drain = drain;
  }

  /// Listens for signals from now on.
  public void listen() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Asks the program to end, from any thread.
  public void ask() {
    asked.countDown();
  }

  /// Asks the program to end with this code, from any thread, and ends the JVM if it has not ended
  /// in order after 15 s, with [#STUCK] after 1 s.
  public void giveUp(int code) {
    reason = code;
    long millisMax = code == STUCK ? MILLIS_MAX_STUCK : TimeUnit.SECONDS.toMillis(SECONDS_MAX);
    ask();
    Thread.ofPlatform()
        .daemon()
        .name("weir-give-up")
        .start(() -> {
          try {
            if (!ended.await(millisMax, TimeUnit.MILLISECONDS)) {
              Runtime.getRuntime().halt(code);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /// Why it was asked to end: [#OK] by a signal or by [#ask].
  public int reason() {
    return reason;
  }

  /// Waits until a signal or [#ask] ends the program.
  public void await() throws InterruptedException {
    asked.await();
  }

  /// The program has ended with this code and left nothing behind.
  public int end(int code) {
    exitCode = code;
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return code; // a signal ended us: the hook is running and ends the JVM with this code
    }
    return code;
  }

  private void onSignal() {
    ask();
    try {
      if (!ended.await(drain.plusSeconds(SECONDS_MAX).toMillis(), TimeUnit.MILLISECONDS)) {
        Runtime.getRuntime().halt(FAILURE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exitCode);
  }
}
