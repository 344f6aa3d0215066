package dev.weir.node.proxy.request;

/// Why a message is not carried out although it was understood: it is the cause of its decoder's
/// failure, so that whoever answers it needs to know of no limits. It has no stack trace.
public final class Exceeded extends Exception {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  /// One that is answered with a refusal.
  public Exceeded(Refusal refusal) {
    super(refusal.label(), null, false, false);
    this.refusal = refusal;
  }

  /// What it is answered with.
  public Refusal refusal() {
    return refusal;
  }
}
