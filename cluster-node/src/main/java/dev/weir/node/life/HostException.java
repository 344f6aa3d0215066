package dev.weir.node.life;

/// The host refused something that a program of ours needs: a device, a rule, an address, a port.
///
/// The message is a sentence for an operator: which, why, and what to do.
public final class HostException extends Exception {
  private static final long serialVersionUID = 1;

  /// A refusal in one sentence.
  public HostException(String message) {
    super(message);
  }

  /// A refusal in one sentence, with what the system said.
  public HostException(String message, Throwable cause) {
    super(message, cause);
  }
}
