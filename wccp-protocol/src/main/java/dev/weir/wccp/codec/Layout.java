package dev.weir.wccp.codec;

import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.Malformed.Defect;
import dev.weir.wccp.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where in a datagram the components of a message lie (§3.0.2).
record Layout(List<Span> spans) {
  /// The most components of a message, and elements of a component. Messages have ten at most.
  static final int PART_COUNT_MAX = 64;

  /// One component: its type and where its body begins and ends.
  record Span(int type, int start, int end) {
    WireReader reader(byte[] octets) {
      return new WireReader(octets, start, end);
    }
  }

  /// A component that runs past the message is ignored, and so is all that follows it.
  static Layout of(WireReader in) throws Malformed {
    var spans = new ArrayList<Span>();
    while (in.remaining() >= 4) {
      bound(spans, in);
      int type = in.u16("component type");
      int length = in.length("component length");
      if (length > in.remaining()) {
        break;
      }
      int start = in.position();
      in.sub(length, "component");
      spans.add(new Span(type, start, start + length));
    }
    return new Layout(List.copyOf(spans));
  }

  /// Refuses to add to a list that is as long as it may become.
  static void bound(List<?> parts, WireReader in) throws Malformed {
    if (parts.size() == PART_COUNT_MAX) {
      throw new Malformed(Defect.COUNT, in.position(), "more than " + PART_COUNT_MAX + " parts");
    }
  }

  /// The first component of a type.
  Optional<Span> find(int type) {
    return spans.stream().filter(span -> span.type() == type).findFirst();
  }

  /// The first component of a type that must be there.
  Span need(int type) throws Malformed {
    return find(type).orElseThrow(() -> MessageCodec.missing("component " + type));
  }
}
