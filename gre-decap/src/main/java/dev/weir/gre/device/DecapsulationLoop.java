package dev.weir.gre.device;

import dev.weir.gre.Decapsulator;
import dev.weir.gre.Verdict;
import dev.weir.gre.VerdictCounts;
import java.util.function.Consumer;

/// The packet path: a platform thread that takes redirected packets out of a source and writes what
/// the [Decapsulator] delivers into the TUN, straight from the source's memory.
///
/// Starts once, stops once. Source and TUN belong to the caller, who closes them after the loop.
public final class DecapsulationLoop implements AutoCloseable {
  private final GreSource source;
  private final boolean ethernet;
  private final Decapsulator decapsulator;
  private final TunDevice tun;
  private final VerdictCounts counts;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;

  /// A loop that does not run yet.
  ///
  /// @param counts every packet taken from the source is counted here by its verdict
  /// @param onFailure called on the loop's thread, as its last act, when it ends by a failure: no
  ///   packet is delivered from then on
  public DecapsulationLoop(
      GreSource source,
      Decapsulator decapsulator,
      TunDevice tun,
      VerdictCounts counts,
      Consumer<Throwable> onFailure) {
    this.source = source;
    this.ethernet = source.framing() == GreSource.Framing.ETHERNET;
    this.decapsulator = decapsulator;
    this.tun = tun;
    this.counts = counts;
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name("decapsulation-" + tun.name()).unstarted(this::run);
  }

  /// Starts the thread.
  ///
  /// @throws IllegalThreadStateException when called twice
  public void start() {
    thread.start();
  }

  /// Whether the thread is running, which it stops doing after [#close()] or a failure.
  public boolean isRunning() {
    return thread.isAlive();
  }

  /// Stops the thread and waits for it. Called on the loop's own thread (from `onFailure`) it does
  /// not wait. If the caller is interrupted meanwhile, it stays so.
  @Override
  public void close() {
    source.stop();
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      source.drain(this::packet);
    } catch (Throwable t) { // the thread's last line: whatever it was, the node must hear of it
      onFailure.accept(t);
    }
  }

  private void packet(NativeMemory memory, int offset, int captured) throws DeviceException {
    Verdict verdict =
        ethernet
            ? decapsulator.judgeEthernet(memory.window(), offset, captured)
            : decapsulator.judge(memory.window(), offset, captured);
    if (verdict == Verdict.DELIVER) {
      verdict = tun.write(memory.address(decapsulator.innerOffset()), decapsulator.innerLength());
      if (decapsulator.bucketMismatch()) {
        counts.addBucketMismatch();
      }
    }
    counts.add(verdict);
  }
}
