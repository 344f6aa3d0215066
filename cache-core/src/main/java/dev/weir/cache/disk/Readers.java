package dev.weir.cache.disk;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A few threads that read from a disk, while there is something to read.
final class Readers implements Executor, AutoCloseable {
  private static final int THREADS = 4;

  private final ThreadPoolExecutor threads;

  /// Threads of a name, for whom so many may wait.
  Readers(String name, int waitingMax) {
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(waitingMax),
            Thread.ofPlatform().name(name, 0).daemon(true).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable read) {
    threads.execute(read);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
