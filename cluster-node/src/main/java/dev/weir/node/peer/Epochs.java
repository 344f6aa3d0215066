package dev.weir.node.peer;

import dev.weir.node.ownership.Fence;

/// The epoch that this node goes by, as far as the link needs it. Safe for use by any thread.
public interface Epochs {
  /// How long a request waits for its node to catch up.
  java.time.Duration CATCH_UP = java.time.Duration.ofMillis(500);

  /// A node that goes by none.
  Epochs NONE =
      new Epochs() {
        @Override
        public long number() {
          return Fence.NONE;
        }

        @Override
        public void reach(long epoch, Runnable told) {
          told.run();
        }
      };

  /// The number of the present epoch, or [Fence#NONE].
  long number();

  /// Tells when the present epoch is at least this one, or [#CATCH_UP] is over; within the call or
  /// later, on any thread, once.
  void reach(long epoch, Runnable told);
}
