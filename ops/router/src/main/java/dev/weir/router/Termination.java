package dev.weir.router;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns SIGTERM and SIGINT into an orderly end with an exit code of our own.
///
/// The JVM answers a signal by running hooks and exiting with 143 or 130. Our hook asks the program
/// to end, waits for it, and ends the JVM with the program's code.
final class Termination {
  private static final int SECONDS_MAX = 15;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onSignal, "weir-router-stop");
  private volatile int exitCode = RouterProgram.FAILURE;

  /// Listens for signals from now on.
  void listen() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Asks the program to end, from any thread.
  void ask() {
    asked.countDown();
  }

  /// Waits until a signal or [#ask] ends the program.
  void await() throws InterruptedException {
    asked.await();
  }

  /// The program has ended with this code and left nothing behind.
  int end(int code) {
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
      if (!ended.await(SECONDS_MAX, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(RouterProgram.FAILURE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exitCode);
  }
}
