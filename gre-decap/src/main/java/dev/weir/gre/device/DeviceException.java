package dev.weir.gre.device;

/// A device could not be opened or has failed. The message says which, why and what to do.
public final class DeviceException extends Exception {
  /// A failure with its explanation for the operator.
  public DeviceException(String message) {
    super(message);
  }

  /// A failure with its explanation for the operator and what the library threw.
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
