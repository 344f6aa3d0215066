package dev.weir.router.acl;

/// Which ports a line takes: those from `least` to `most`, or, `inverted`, all others.
///
/// @param least 0..65535
/// @param most `least`..65535
public record PortTest(int least, int most, boolean inverted) {
  private static final int PORT_MAX = 65535;

  /// No test of the port.
  public static final PortTest ANY = new PortTest(0, PORT_MAX, false);

  /// Checks the range.
  public PortTest {
    if (least < 0 || least > most || most > PORT_MAX) {
      throw new IllegalArgumentException("not a range of ports: " + least + ".." + most);
    }
  }

  /// `eq PORT`.
  public static PortTest equal(int port) {
    return new PortTest(port, port, false);
  }

  /// `neq PORT`.
  public static PortTest notEqual(int port) {
    return new PortTest(port, port, true);
  }

  /// `range LEAST MOST`.
  public static PortTest range(int least, int most) {
    return new PortTest(least, most, false);
  }

  /// `lt PORT`; below 0 there is none, so `lt 0` takes nothing.
  public static PortTest below(int port) {
    return new PortTest(port, PORT_MAX, true);
  }

  /// `gt PORT`; `gt 65535` takes nothing.
  public static PortTest above(int port) {
    return new PortTest(0, port, true);
  }

  boolean isAny() {
    return least == 0 && most == PORT_MAX && !inverted;
  }

  boolean matches(int port) {
    return (port >= least && port <= most) != inverted;
  }
}
