package dev.weir.node.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/// The counters that the kernel keeps of this host's IP (`/proc/net/snmp`, named as in RFC 4293).
public final class KernelCounters {
  private static final Path SNMP = Path.of("/proc/net/snmp");

  private KernelCounters() {}

  /// Packets that were joined from their pieces.
  public static double reassembled() {
    return now("ReasmOKs");
  }

  /// Packets of which a piece is missing, or whose pieces contradict each other.
  public static double notReassembled() {
    return now("ReasmFails");
  }

  /// 0 where the kernel does not tell.
  private static double now(String name) {
    try {
      return ip(Files.readAllLines(SNMP), name);
    } catch (IOException e) {
      return 0;
    }
  }

  /// The counter of that name: a line of names, then a line of values.
  static long ip(List<String> lines, String name) {
    Iterator<String> ours = lines.stream().filter(line -> line.startsWith("Ip: ")).iterator();
    if (!ours.hasNext()) {
      return 0;
    }
    int column = List.of(ours.next().split(" ", -1)).indexOf(name);
    String[] values = ours.hasNext() ? ours.next().split(" ", -1) : new String[0];
    boolean told = column > 0 && column < values.length && values[column].matches("[0-9]{1,18}");
    return told ? Long.parseLong(values[column]) : 0;
  }
}
