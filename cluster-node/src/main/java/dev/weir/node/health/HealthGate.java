package dev.weir.node.health;

/// Whether this node may have traffic, and why not. Any thread may read it; the health thread alone
/// changes it.
public final class HealthGate {
  /// What keeps the gate closed.
  public enum Cause {
    /// Nothing does: it is open.
    NONE("none"),
    /// No self-test has been answered since the start.
    STARTING("the self-test has not been answered yet"),
    /// The self-test fails.
    SELF_TEST("the self-test along the way of a diverted packet fails"),
    /// The program that answers diverted connections does not.
    SIDECAR("the sidecar does not answer along the way of a diverted packet"),
    /// An event loop is stuck.
    EVENT_LOOP("an event loop is stuck");

    private final String sentence;

    Cause(String sentence) {
      this.sentence = sentence;
    }

    /// For `/readyz`.
    public String sentence() {
      return sentence;
    }
  }

  /// Is told of each change, by the health thread.
  public interface Listener {
    /// The gate has opened, or closed for this cause.
    void changed(Cause cause);
  }

  private final Listener listener;
  private final Cause ill;
  private volatile Cause cause = Cause.STARTING;

  /// A gate that is closed until the first answer; `ill` is what a failing self-test means.
  public HealthGate(Listener listener, Cause ill) {
    this.ill = ill;
    this.listener = listener;
  }

  /// Why it is closed; [Cause#NONE] when it is open.
  public Cause cause() {
    return cause;
  }

  /// Whether the node may have traffic.
  public boolean open() {
    return cause == Cause.NONE;
  }

  /// Follows what test and watch say now.
  void follow(SelfTest.State test, boolean stuck) {
    var next =
        stuck
            ? Cause.EVENT_LOOP
            : switch (test) {
              case STARTING -> Cause.STARTING;
              case ILL -> ill;
              case WELL -> Cause.NONE;
            };
    if (next != cause) {
      cause = next;
      listener.changed(next);
    }
  }
}
