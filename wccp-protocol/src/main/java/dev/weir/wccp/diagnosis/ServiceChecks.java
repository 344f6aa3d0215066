package dev.weir.wccp.diagnosis;

import dev.weir.wccp.codec.Piece;
import dev.weir.wccp.message.Component.Service;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.wire.Field;
import java.util.List;

/// Whether a Service Info describes a service (§3.2).
final class ServiceChecks {
  private static final int PORTS_DEFINED = 0x0010;
  private static final int KNOWN_FLAGS = 0x0f7f;
  private static final int PRIMARY_HASH = 0x000f;
  private static final int DYNAMIC_ID_MIN = 51;

  private ServiceChecks() {}

  static void check(Service it, Piece piece, Findings findings) {
    if (it.group().type() == ServiceGroup.Type.STANDARD) {
      standard(it, piece, findings);
    } else {
      dynamic(it, piece, findings);
    }
    ports(piece.named("port"), findings);
  }

  private static void standard(Service it, Piece piece, Findings findings) {
    zero(it.priority(), "priority", piece, findings);
    zero(it.protocol(), "protocol", piece, findings);
    zero(it.flags(), "service flags", piece, findings);
    if (!it.ports().isEmpty()) {
      findings.unusual(
          piece.place("port"), "3.2", "ports of a standard service are " + it.ports() + ", not 0");
    }
  }

  private static void zero(int value, String field, Piece piece, Findings findings) {
    if (value != 0) {
      findings.unusual(
          piece.place(field), "3.2", field + " of a standard service is " + value + ", not 0");
    }
  }

  private static void dynamic(Service it, Piece piece, Findings findings) {
    int flagsAt = piece.place("service flags");
    boolean defined = (it.flags() & PORTS_DEFINED) != 0;
    if (defined && it.ports().isEmpty()) {
      findings.wrong(piece.place("port"), "3.2", "flag 0x0010 says ports are defined: none is");
    } else if (!defined && !it.ports().isEmpty()) {
      findings.unusual(flagsAt, "3.2", "ports without flag 0x0010: they do not count");
    }
    if (defined && it.protocol() != 6 && it.protocol() != 17) {
      findings.unusual(
          piece.place("protocol"), "3.2", "protocol " + it.protocol() + " has no ports");
    }
    if ((it.flags() & ~KNOWN_FLAGS) != 0) {
      findings.unusual(flagsAt, "3.2", "service flags 0x%08x: unknown bits".formatted(it.flags()));
    }
    if ((it.flags() & PRIMARY_HASH) == 0) {
      findings.note(flagsAt, "3.2", "no field for the primary hash: good for mask assignment only");
    }
    if (it.group().id() < DYNAMIC_ID_MIN) {
      findings.note(piece.place("service id"), "3.2", "a dynamic service below 51");
    }
  }

  private static void ports(List<Field> ports, Findings findings) {
    boolean ended = false;
    for (Field port : ports) {
      boolean zero = port.value().equals("0");
      if (ended && !zero) {
        findings.unusual(
            port.offset(), "3.2", "port " + port.value() + " after the end of the list");
      }
      ended |= zero;
    }
  }
}
