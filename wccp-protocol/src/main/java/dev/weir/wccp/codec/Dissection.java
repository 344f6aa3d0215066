package dev.weir.wccp.codec;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.wire.Field;
import dev.weir.wccp.wire.Malformed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A datagram taken apart as far as it goes, for diagnosis only: no machine may act on it.
///
/// @param type the number of the message's type (§1), empty when there are not even four octets
/// @param octets how long the datagram is
/// @param end where the message ends by its own length, which may be beyond the datagram
/// @param head the fields of the header; of a WCCP1 message all fields
/// @param pieces the components of a WCCP2 message in order
/// @param version1 the message, if it is a sound one of WCCP1
/// @param defects what is wrong outside components
/// @param digest what became of the check of the digest
public record Dissection(
    OptionalInt type,
    int octets,
    int end,
    List<Field> head,
    List<Piece> pieces,
    Optional<Version1> version1,
    List<Malformed> defects,
    Digest digest) {
  /// What is known of a message's digest (§3.1).
  public enum Digest {
    /// The message has none.
    ABSENT,
    /// It has one, and no password was given.
    UNCHECKED,
    /// It is that of the given password.
    RIGHT,
    /// It is another than that of the given password.
    WRONG
  }

  /// Copies the lists.
  public Dissection {
    head = List.copyOf(head);
    pieces = List.copyOf(pieces);
    defects = List.copyOf(defects);
  }

  /// The first sound component of a kind.
  public <C extends Component> Optional<C> find(Class<C> kind) {
    return pieces.stream()
        .flatMap(piece -> piece.component().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }

  /// The minor version of a WCCP2 message; 0 where there is none.
  public int minor() {
    return head.stream()
        .filter(field -> field.name().equals("minor version"))
        .mapToInt(field -> Integer.parseInt(field.value()))
        .findFirst()
        .orElse(0);
  }
}
