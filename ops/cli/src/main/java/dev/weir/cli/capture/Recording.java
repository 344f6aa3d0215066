package dev.weir.cli.capture;

import dev.weir.gre.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes the frames that are wanted, each with what the node makes of it, and counts them.
public final class Recording {
  private final Judge judge;
  private final Order order;
  private final PacketFile file;
  private final Map<Verdict, Long> judged = new EnumMap<>(Verdict.class);
  private long seen;
  private long written;
  private boolean full;

  /// Begins a file on a stream, which stays the caller's.
  ///
  /// @param octetsMax how long it may become
  public Recording(Judge judge, Order order, OutputStream out, String interfaceName, long octetsMax)
      throws IOException {
    this.judge = judge;
    this.order = order;
    this.file =
        new PacketFile(
            out,
            order.decapsulated() ? PacketFile.Link.IPV4 : PacketFile.Link.ETHERNET,
            interfaceName,
            octetsMax);
  }

  /// Takes a frame.
  ///
  /// @return whether more are wanted
  public boolean take(byte[] frame, long atMicros) throws IOException {
    seen++;
    Judged found = judge.judge(frame);
    if (!order.wants(found)) {
      return true;
    }
    int from = order.decapsulated() ? found.inner() : 0;
    int octets = order.decapsulated() ? found.octets() : frame.length;
    if (!file.add(atMicros, frame, from, octets, found.comment())) {
      full = true;
      return false;
    }
    found.verdict().ifPresent(verdict -> judged.merge(verdict, 1L, Long::sum));
    written++;
    return written < order.countMax();
  }

  /// What there was, in a line: `12 packets written (10 deliver, 2 inner_port), 3 passed over`.
  public String summary() {
    String reasons =
        judged.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().label())
            .collect(Collectors.joining(", ", " (", ")"));
    return "%d packets written%s, %d passed over%s"
        .formatted(
            written,
            judged.isEmpty() ? "" : reasons,
            seen - written,
            full ? "; the file is full" : "");
  }
}
