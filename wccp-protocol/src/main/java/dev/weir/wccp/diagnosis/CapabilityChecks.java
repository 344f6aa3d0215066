package dev.weir.wccp.diagnosis;

import dev.weir.wccp.codec.Piece;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component.Capabilities;
import dev.weir.wccp.wire.Field;
import java.util.HashSet;
import java.util.List;

/// Whether capabilities can be offered or chosen (§3.10).
final class CapabilityChecks {
  private static final int INTERVAL_MS_MIN = 500;
  private static final int INTERVAL_MS_MAX = 60_000;
  private static final int SCALE_MAX = 5;

  private CapabilityChecks() {}

  static void check(Kind kind, Capabilities it, Piece piece, Findings findings) {
    boolean chosen = kind == Kind.HERE_I_AM;
    List<Field> types = piece.named("capability type");
    List<Field> lengths = piece.named("capability length");
    var seen = new HashSet<String>();
    for (int i = 0; i < it.elements().size(); i++) {
      int at = types.get(i).offset();
      if (!seen.add(types.get(i).value())) {
        findings.unusual(at, "3.10", "capability type " + types.get(i).value() + " again");
      }
      var element = it.elements().get(i);
      if (!(element instanceof Capability.Other) && !lengths.get(i).value().equals("4")) {
        findings.unusual(
            lengths.get(i).offset(), "3.10", "capability length " + lengths.get(i).value());
      }
      element(element, chosen, at, findings);
    }
  }

  private static void element(Capability element, boolean chosen, int at, Findings findings) {
    switch (element) {
      case Capability.Forwarding(int methods) ->
          methods("forwarding methods", methods, chosen, at, findings);
      case Capability.AssignmentMethod(int methods) ->
          methods("assignment methods", methods, chosen, at, findings);
      case Capability.PacketReturn(int methods) ->
          methods("return methods", methods, chosen, at, findings);
      case Capability.TransmitInterval it -> interval(it, chosen, at, findings);
      case Capability.TimerScale it -> {
        scale("timeout scale", it.timeoutUpper(), it.timeoutLower(), at, findings);
        scale("assignment scale", it.assignUpper(), it.assignLower(), at, findings);
      }
      case Capability.Other(int type, String _) ->
          findings.note(
              at, "3.10", "capability type " + type + " is unknown: both sides ignore it");
    }
  }

  private static void methods(
      String field, int methods, boolean chosen, int at, Findings findings) {
    String text = "%s 0x%x".formatted(field, methods);
    if ((methods & 3) == 0) {
      findings.wrong(at, "3.10", text + ": none that is known");
    } else if ((methods & ~3) != 0) {
      findings.unusual(at, "3.10", text + ": unknown bits");
    }
    if (chosen && Integer.bitCount(methods) > 1) {
      findings.wrong(at, "3.10", text + ": a cache has to choose exactly one");
    }
  }

  private static void interval(
      Capability.TransmitInterval it, boolean chosen, int at, Findings findings) {
    String text =
        it.single()
            ? "TRANSMIT_T %d ms".formatted(it.lowerMs())
            : "TRANSMIT_T %d to %d ms".formatted(it.lowerMs(), it.upperMs());
    if (!it.single() && chosen) {
      findings.wrong(at, "3.10", text + ": a cache has to choose one value");
    }
    if (it.lowerMs() == 0 || (!it.single() && it.upperMs() < it.lowerMs())) {
      findings.wrong(at, "3.10", text + " is no interval");
    } else if (it.lowerMs() < INTERVAL_MS_MIN
        || Math.max(it.lowerMs(), it.upperMs()) > INTERVAL_MS_MAX) {
      findings.unusual(at, "3.10", text + ": usual are 500 to 60000");
    }
  }

  private static void scale(String field, int upper, int lower, int at, Findings findings) {
    if (lower == 0 || (upper != 0 && upper < lower)) {
      findings.wrong(at, "3.10", "%s %d to %d is no scale".formatted(field, lower, upper));
    } else if (Math.max(lower, upper) > SCALE_MAX) {
      findings.unusual(at, "3.10", field + " " + Math.max(lower, upper) + ": usual are 1 to 5");
    }
  }
}
