package dev.weir.wccp.codec;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import java.util.Optional;

/// What a datagram turned out to be.
public sealed interface Decoded {
  /// A whole, authenticated message.
  record Accepted(Message message) implements Decoded {}

  /// No message, and why.
  ///
  /// `offset` counts octets from the start of the datagram; `detail` names the field. `group` is
  /// the group of ours whose authentication it failed.
  record Rejected(Cause cause, int offset, String detail, Optional<ServiceGroup> group)
      implements Decoded {
    /// A rejection that no group of ours is concerned by.
    public Rejected(Cause cause, int offset, String detail) {
      this(cause, offset, detail, Optional.empty());
    }
  }

  /// Why a datagram was no message. The names are metric labels.
  enum Cause {
    /// It ends before a field does, or before its own length.
    TRUNCATED,
    /// The message type is none of WCCP2's.
    TYPE,
    /// The major version is not 2.
    VERSION,
    /// A length is not a multiple of four.
    MISALIGNED,
    /// A mandatory component is missing.
    COMPONENT_MISSING,
    /// A count is beyond the protocol's limit.
    COUNT,
    /// A field has a value that it must not have.
    VALUE,
    /// A form of assignment that this build does not speak.
    FORM,
    /// The service group is none of ours.
    SERVICE,
    /// No password where we have one, or the reverse.
    SECURITY_OPTION,
    /// The digest is not that of our password.
    DIGEST
  }
}
