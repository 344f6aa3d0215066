package dev.weir.wccp.diagnosis;

/// Something about a message that a person should know.
///
/// @param offset where, in octets from the start of the datagram; of a conversation, 0
/// @param section the section of docs/wccp.md that says how it should be, such as `3.5`
/// @param text the field and what is the matter with it
public record Finding(Severity severity, int offset, String section, String text) {
  /// How bad it is.
  public enum Severity {
    /// Against the protocol: a receiver may, or will, refuse the message.
    WRONG,
    /// Legal or tolerated, but not what equipment usually sends; worth a look when things fail.
    UNUSUAL,
    /// A fact that helps reading.
    NOTE
  }
}
