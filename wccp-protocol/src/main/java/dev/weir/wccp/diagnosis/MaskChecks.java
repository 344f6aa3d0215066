package dev.weir.wccp.diagnosis;

import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.codec.Piece;
import dev.weir.wccp.wire.Field;
import java.util.HashSet;
import java.util.List;

/// Whether masks and values can match packets (§3.12, §4.4).
final class MaskChecks {
  private MaskChecks() {}

  static void check(List<MaskSet> sets, Piece piece, String section, Findings findings) {
    List<Field> masks = piece.named("mask of source");
    for (int i = 0; i < sets.size(); i++) {
      int at = i < masks.size() ? masks.get(i).offset() : piece.at();
      check(sets.get(i), at, section, findings);
    }
  }

  private static void check(MaskSet set, int at, String section, Findings findings) {
    int bits = set.mask().bits();
    if (bits > MaskSet.MASK_BITS_MAX) {
      findings.wrong(at, section, "a mask of " + bits + " bits, at most 32");
    }
    long outside = set.values().stream().filter(value -> !value.within(set.mask())).count();
    if (outside > 0) {
      findings.wrong(at, section, outside + " values have bits outside the mask: none can match");
    }
    var seen = new HashSet<MaskSet.Mask>();
    long again = set.values().stream().filter(value -> !seen.add(value.match())).count();
    if (again > 0) {
      findings.unusual(at, section, again + " values are listed again: the first one counts");
    }
    long nobody = set.values().stream().filter(value -> value.cache().isAnyLocalAddress()).count();
    if (nobody > 0) {
      findings.wrong(at, section, nobody + " values belong to no cache: 0.0.0.0");
    }
    long unlisted = bits < 17 ? (1L << bits) - seen.size() : 0;
    if (unlisted > 0 && !set.values().isEmpty()) {
      findings.note(at, section, unlisted + " values of the mask are nobody's: not redirected");
    }
  }
}
