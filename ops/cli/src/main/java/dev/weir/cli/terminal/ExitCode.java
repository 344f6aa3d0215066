package dev.weir.cli.terminal;

/// What `weir` tells a script. The numbers are a contract.
public final class ExitCode {
  /// It did what was asked.
  public static final int OK = 0;

  /// It could not, or a check of the lab failed.
  public static final int FAILURE = 1;

  /// The command line or a configuration file is wrong, or something it needs is missing.
  public static final int USAGE = 2;

  /// The program that was to be asked does not answer.
  public static final int UNREACHABLE = 3;

  /// It read what it was given, and something in it is against the protocol.
  public static final int FINDINGS = 4;

  private ExitCode() {}
}
