package dev.weir.wccp.codec;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.wire.Field;
import dev.weir.wccp.wire.Malformed;
import java.util.List;
import java.util.Optional;

/// One component of a message that is taken apart for diagnosis.
///
/// @param type the number of its type (§3.0.2)
/// @param at where its type stands, in octets from the start of the datagram
/// @param end where it ends
/// @param fields what could be read of it, in order
/// @param component what it says; empty when it is malformed, and for Security Info and Address
///   Table, which only the codec uses
/// @param defect why it is malformed
/// @param unread octets at its end that belong to no field
public record Piece(
    int type,
    int at,
    int end,
    List<Field> fields,
    Optional<Component> component,
    Optional<Malformed> defect,
    int unread) {
  /// Copies the list.
  public Piece {
    fields = List.copyOf(fields);
  }

  /// The fields of one name, in order.
  public List<Field> named(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).toList();
  }

  /// Where the first field of one name stands; the component's own place when there is none.
  public int place(String name) {
    return fields.stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .map(Field::offset)
        .orElse(at);
  }
}
