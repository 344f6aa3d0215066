package dev.weir.node.health;

/// Tries the way of a diverted packet, one trial at a time.
public interface Prober {
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
