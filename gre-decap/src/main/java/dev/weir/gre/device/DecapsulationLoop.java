package dev.weir.gre.device;

import dev.weir.gre.Decapsulator;
import dev.weir.gre.Verdict;
import dev.weir.gre.VerdictCounts;
import dev.weir.gre.stray.RouterMemory;
import java.util.function.Consumer;

/// The packet path: a platform thread that takes redirected packets out of a capture's ring, writes
/// what the [Decapsulator] delivers into the TUN, and gives back to their router those that it
/// judges so, straight from the ring.
///
/// Starts once, stops once. The devices belong to the caller, who closes them after the loop.
public final class DecapsulationLoop implements AutoCloseable {
  private static final int SOURCE_OFFSET = 12;
  private static final int DESTINATION_OFFSET = 16;

  private final GreCapture capture;
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
  /// @param counts every frame taken from the ring is counted here by its verdict
  /// @param onFailure called on the loop's thread, as its last act, when it ends by a failure: no
  ///   packet is delivered from then on
  public DecapsulationLoop(
      GreCapture capture,
      Decapsulator decapsulator,
      Ways ways,
      RouterMemory memory,
      VerdictCounts counts,
      Consumer<Throwable> onFailure) {
    this.capture = capture;
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
    capture.stop();
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
      capture.drain(this::frame);
    } catch (Throwable t) { // the thread's last line: whatever it was, the node must hear of it
      onFailure.accept(t);
    }
  }

  private void frame(NativeMemory ring, int offset, int captured) throws DeviceException {
    Verdict verdict = decapsulator.judgeEthernet(ring.window(), offset, captured);
    int inner = decapsulator.innerOffset();
    int length = decapsulator.innerLength();
    switch (verdict.fate()) {
      case DELIVER -> {
        // before the packet, which may come out of the stray TUN at once
        memory.remember(
            ring.window().getInt(inner + SOURCE_OFFSET),
            ring.window().getInt(inner + DESTINATION_OFFSET),
            decapsulator.route());
        verdict = ways.tun().write(ring.address(inner), length);
        if (decapsulator.bucketMismatch()) {
          counts.addBucketMismatch();
        }
      }
      case RETURN ->
          ways.giveBack().give(ring, inner, length, decapsulator.route(), decapsulator.way());
      case DROP -> {}
    }
    counts.add(verdict);
  }
}
