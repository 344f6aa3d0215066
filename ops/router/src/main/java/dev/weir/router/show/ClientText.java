package dev.weir.router.show;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `show ip wccp SERVICE detail` and `clients`: one block for each cache.
final class ClientText {
  private static final int COLUMN = 33;
  private static final int HASH_DIGITS = 64;
  private static final int BUCKETS = 256;

  private ClientText() {}

  /// The blocks; `detail` adds which buckets or values each cache has.
  static void clients(IosText text, ShowModel.Service service, IosStyle style, boolean detail) {
    if (service.caches().isEmpty()) {
      text.line("WCCP Client information:").line("        -none-");
    }
    for (int i = 0; i < service.caches().size(); i++) {
      if (i > 0) {
        text.line("");
      }
      client(text, service.caches().get(i), style, detail);
    }
  }

  private static void client(
      IosText text, ShowModel.Client client, IosStyle style, boolean detail) {
    text.line("WCCP Client information:");
    text.field(8, COLUMN, "WCCP Client ID", client.address());
    text.field(8, COLUMN, "Protocol Version", version(client.version(), style));
    text.field(8, COLUMN, "State", client.isUsable() ? "Usable" : "NOT Usable");
    if (client.neverEchoed()) {
      text.line(" ".repeat(COLUMN) + "receive id never echoed");
    }
    if (style == IosStyle.V12) {
      oldMethods(text, client);
      part(text, client, detail);
      number(text, 8, "Packets s/w Redirected", client.redirectedPackets());
      connected(text, client);
      traffic(text, "Bypassed Packets", client.bypassedPackets(), "Fast");
    } else {
      text.field(8, COLUMN, "Redirection", client.redirection());
      text.field(8, COLUMN, "Packet Return", client.packetReturn());
      text.field(8, COLUMN, "Assignment", client.assignment());
      connected(text, client);
      traffic(text, "Redirected Packets:", client.redirectedPackets());
      traffic(text, "GRE Bypassed Packets:", client.bypassedPackets());
      part(text, client, detail);
    }
  }

  private static void connected(IosText text, ShowModel.Client client) {
    Long seconds = client.connectSeconds();
    if (seconds != null) {
      text.field(8, COLUMN, "Connect Time", IosText.elapsed(seconds));
    }
  }

  private static void traffic(
      IosText text, String label, @Nullable Long packets, String... otherPaths) {
    if (packets != null) {
      text.line("        " + label);
      number(text, 10, "Process", 0L);
      for (String path : otherPaths) {
        number(text, 10, path, 0L);
      }
      number(text, 10, "CEF", packets);
    }
  }

  private static void number(IosText text, int indent, String label, @Nullable Long packets) {
    if (packets != null) {
      text.field(indent, COLUMN, label, packets);
    }
  }

  /// 12.4 tells only the methods that are not the ordinary ones.
  private static void oldMethods(IosText text, ShowModel.Client client) {
    if ("L2".equals(client.redirection()) || isMask(client)) {
      text.field(8, COLUMN, "Redirection", client.redirection());
      text.field(8, COLUMN, "Packet Return", client.packetReturn());
      text.field(8, COLUMN, "Assignment", client.assignment());
    }
  }

  private static void part(IosText text, ShowModel.Client client, boolean detail) {
    if (isMask(client)) {
      int values = client.masks().stream().mapToInt(set -> set.values().size()).sum();
      text.field(
          8,
          COLUMN,
          "Mask Allotment",
          values + " of " + client.slots() + " " + IosText.percent(values, client.slots()));
      text.field(8, COLUMN, "Assigned masks/values", client.masks().size() + "/" + values);
      if (detail) {
        client.masks().forEach(set -> table(text, set));
      }
      return;
    }
    if (detail) {
      hash(text, "Initial Hash Info", client.initialHash());
      hash(text, "Assigned Hash Info", client.hash());
    }
    text.field(
        8,
        COLUMN,
        "Hash Allotment",
        client.buckets() + " " + IosText.percent(client.buckets(), BUCKETS));
  }

  private static void hash(IosText text, String label, @Nullable String digits) {
    String told =
        digits == null || digits.length() != HASH_DIGITS
            ? "0".repeat(HASH_DIGITS)
            : digits.toUpperCase(Locale.ROOT);
    text.field(8, COLUMN, label, told.substring(0, HASH_DIGITS / 2));
    text.line(" ".repeat(COLUMN) + IosText.value(told.substring(HASH_DIGITS / 2)));
  }

  private static void table(IosText text, ShowModel.MaskSet set) {
    text.line("");
    text.line("        Mask  SrcAddr    DstAddr    SrcPort DstPort");
    text.line("        ----  -------    -------    ------- -------");
    rows(text, set.mask() == null ? List.of() : List.of(set.mask()));
    text.line("");
    text.line("        Value SrcAddr    DstAddr    SrcPort DstPort");
    text.line("        ----- -------    -------    ------- -------");
    rows(text, set.values());
  }

  private static void rows(IosText text, List<ShowModel.MaskFields> rows) {
    for (int i = 0; i < rows.size(); i++) {
      ShowModel.MaskFields row = rows.get(i);
      text.line(
          String.format(
              Locale.ROOT,
              "        %04d: 0x%s 0x%s 0x%04X  0x%04X",
              i,
              bits(row.source()),
              bits(row.destination()),
              row.sourcePort(),
              row.destinationPort()));
    }
  }

  private static String bits(@Nullable String hex) {
    String digits = IosText.value(hex == null ? "0" : hex).toUpperCase(Locale.ROOT);
    return "0".repeat(Math.max(0, 8 - digits.length())) + digits;
  }

  private static boolean isMask(ShowModel.Client client) {
    return "MASK".equals(client.assignment());
  }

  /// 12.4 writes `2.0` where later ones write `2.00`.
  static @Nullable String version(@Nullable String version, IosStyle style) {
    return "2.0".equals(version) || "2.00".equals(version)
        ? (style == IosStyle.V12 ? "2.0" : "2.00")
        : version;
  }
}
