package dev.weir.wccp.diagnosis;

import dev.weir.wccp.codec.Dissection;
import dev.weir.wccp.codec.Piece;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether a WCCP2 message has the components it must have, no others, and in their order (§3.0.2).
final class Completeness {
  private static final int ASSIGNMENT = 6;
  private static final int ALTERNATE_ASSIGNMENT = 13;
  private static final int ALTERNATE_MAP = 16;
  private static final int ADDRESS_TABLE = 17;

  private Completeness() {}

  /// @param cut whether the end of the datagram was not captured, so that nothing is known missing
  static void check(Kind kind, Dissection message, boolean cut, Findings findings) {
    var seen = new HashSet<Integer>();
    int last = -1;
    for (Piece piece : message.pieces()) {
      String name = Kind.component(piece.type());
      if (!seen.add(piece.type())) {
        findings.unusual(piece.at(), "3.0.2", name + " again: the first one counts");
      }
      allowed(kind, message.minor(), piece, findings);
      int rank = Kind.rank(piece.type());
      if (rank < last) {
        findings.unusual(
            piece.at(),
            "3.0.2",
            name + " stands after what should follow it: strict receivers refuse this order");
      }
      last = Math.max(last, rank);
    }
    if (!cut) {
      missing(kind, seen, message, findings);
    }
  }

  private static void allowed(Kind kind, int minor, Piece piece, Findings findings) {
    String name = Kind.component(piece.type());
    if (!Kind.defined(piece.type())) {
      findings.note(piece.at(), "3.0.2", name + " is of no known type: receivers skip it");
    } else if (kind == Kind.I_SEE_YOU && piece.type() == ASSIGNMENT) {
      findings.note(
          piece.at(), "3.0.2", name + " in I_SEE_YOU: old drafts allow it, caches skip it");
    } else if (!kind.allows(piece.type())) {
      findings.wrong(piece.at(), "3.0.2", name + " has no place in " + kind);
    } else if (minor == 0 && piece.type() == ADDRESS_TABLE) {
      findings.wrong(piece.at(), "3.0.4", name + " in a 2.00 message: receivers ignore it");
    } else if (minor == 0 && piece.type() == ALTERNATE_MAP) {
      findings.wrong(piece.at(), "3.0.2", name + " in a 2.00 message: it exists from 2.01 on");
    }
  }

  private static void missing(Kind kind, Set<Integer> seen, Dissection message, Findings findings) {
    int end = Math.min(message.end(), message.octets());
    for (int type : kind.must().stream().sorted().toList()) {
      if (!seen.contains(type)) {
        findings.wrong(end, "3.0.2", Kind.component(type) + " is missing");
      }
    }
    boolean assigns = seen.contains(ASSIGNMENT) || seen.contains(ALTERNATE_ASSIGNMENT);
    if (kind == Kind.REDIRECT_ASSIGN && !assigns) {
      findings.wrong(end, "3.0.2", "Assignment Info is missing, and Alternate Assignment too");
    }
    List<Piece> pieces = message.pieces();
    if (seen.contains(ADDRESS_TABLE) && pieces.getLast().type() != ADDRESS_TABLE) {
      findings.unusual(pieces.getLast().at(), "3.0.2", "something follows the Address Table");
    }
  }
}
