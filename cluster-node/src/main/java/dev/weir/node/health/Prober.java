package dev.weir.node.health;

/// Tries the way of a diverted packet, one trial at a time.
public interface Prober {
  /// Where nothing is diverted there is no way that could be broken.
  Prober NOTHING_TO_TRY =
      new Prober() {
        @Override
        public void begin(End end) {
          end.answered();
        }

        @Override
        public void again() {}

        @Override
        public SelfTest.Miss giveUp() {
          throw new IllegalStateException("answered at once");
        }
      };

  /// How a trial ends; any thread may tell.
  interface End {
    /// The listener has answered.
    void answered();

    /// It has not.
    void missed(SelfTest.Miss why);
  }

  /// Begins a trial; `end` is told once at the most, perhaps before this returns.
  void begin(End end);

  /// The trial still runs: says again what may have been lost on the way.
  void again();

  /// The time for the trial is over: why it was not answered. Nothing is told of it any more.
  SelfTest.Miss giveUp();
}
