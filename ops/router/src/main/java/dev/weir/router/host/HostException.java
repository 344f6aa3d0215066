package dev.weir.router.host;

/// The host refused something the router needs: a device, a rule, an address, a port.
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
