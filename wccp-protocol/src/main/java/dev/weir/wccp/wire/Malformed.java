package dev.weir.wccp.wire;

/// A field that is not there or cannot be true. Caught by the codec, never seen by its callers.
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  /// What kind of defect it is; becomes a metric label.
  public enum Defect {
    /// The octets end before the field does.
    TRUNCATED,
    /// A length is not a multiple of four (§3.0.2).
    MISALIGNED,
    /// A count is larger than the protocol allows (§4.5).
    COUNT,
    /// A field has a value that it must not have.
    VALUE,
    /// An address that is an index is none of the message's table (§3.0.4): its component is
    /// ignored.
    INDEX,
    /// A form of assignment that does not exist.
    FORM,
    /// A mandatory component is not there.
    MISSING
  }

  private final Defect defect;
  private final int offset;
  private final String detail;

  /// A defect found at `offset`, counted in octets from the start of the datagram.
  public Malformed(Defect defect, int offset, String detail) {
    super(detail, null, false, false);
    this.defect = defect;
    this.offset = offset;
    this.detail = detail;
  }

  /// What kind of defect it is.
  public Defect defect() {
    return defect;
  }

  /// Where it is, in octets from the start of the datagram.
  public int offset() {
    return offset;
  }

  /// Which field it concerns, and what is wrong with it.
  public String detail() {
    return detail;
  }
}
