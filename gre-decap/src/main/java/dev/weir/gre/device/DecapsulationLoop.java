package dev.weir.gre.device;

import dev.weir.gre.Decapsulator;
import dev.weir.gre.Verdict;
import dev.weir.gre.VerdictCounts;
import dev.weir.gre.stray.RouterMemory;
import java.util.function.Consumer;

/// The packet path: a platform thread that takes redirected packets out of a source, writes what
/// the [Decapsulator] delivers into the TUN, and gives back to their router those that it judges
/// so, straight from the source's memory.
///
/// Starts once, stops once. The devices belong to the caller, who closes them after the loop.
public final class DecapsulationLoop implements AutoCloseable {
  private static final int SOURCE_OFFSET = 12;
  private static final int DESTINATION_OFFSET = 16;

  private final GreSource source;
  private final boolean ethernet;
  private final Decapsulator decapsulator;
  private final Ways ways;
  private final RouterMemory memory;
  private final VerdictCounts counts;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;

  /// Where packets leave the loop: into our own stack, and back to their routers.
  public record Ways(TunDevice tun, PacketReturn giveBack) {}

  /// A loop that does not run yet.
  ///
  /// @param memory is told by which route each delivered packet came
  /// @param counts every packet taken from the source is counted here by its verdict
  /// @param onFailure called on the loop's thread, as its last act, when it ends by a failure: no
  ///   packet is delivered from then on
  public DecapsulationLoop(
      GreSource source,
      Decapsulator decapsulator,
      Ways ways,
      RouterMemory memory,
      VerdictCounts counts,
      Consumer<Throwable> onFailure) {
    this.source = source;
    this.ethernet = source.framing() == GreSource.Framing.ETHERNET;
    this.decapsulator = decapsulator;
    this.ways = ways;
    this.memory = memory;
    this.counts = counts;
    this.onFailure = onFailure;
    this.thread =
        Thread.ofPlatform().name("decapsulation-" + ways.tun().name()).unstarted(this::run);
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

  private void packet(NativeMemory from, int offset, int captured) throws DeviceException {
    Verdict verdict =
        ethernet
            ? decapsulator.judgeEthernet(from.window(), offset, captured)
            : decapsulator.judge(from.window(), offset, captured);
    int inner = decapsulator.innerOffset();
    int length = decapsulator.innerLength();
    switch (verdict.fate()) {
      case DELIVER -> {
        // before the packet, which may come out of the stray TUN at once
        memory.remember(
            from.window().getInt(inner + SOURCE_OFFSET),
            from.window().getInt(inner + DESTINATION_OFFSET),
            decapsulator.route());
        Verdict taken = ways.tun().write(from.address(inner), length);
        verdict = taken == Verdict.DELIVER ? verdict : taken;
        count(length);
      }
      case RETURN ->
          ways.giveBack().give(from, inner, length, decapsulator.route(), decapsulator.way());
      case DROP -> {}
    }
    counts.add(verdict);
  }

  private void count(int length) {
    counts.addDelivered(length);
    if (decapsulator.bucketMismatch()) {
      counts.addBucketMismatch();
    }
    if (decapsulator.bucket() >= 0) {
      counts.addToBucket(decapsulator.bucket());
    }
  }
}
