package dev.weir.cli.decode;

import dev.weir.cli.decode.Entry.Block;
import dev.weir.wccp.diagnosis.Finding;
import dev.weir.wccp.wire.Field;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// The report for people: a paragraph for each message, at most 100 columns wide.
public final class TextReport implements Report {
  private static final int WIDTH = 100;
  private static final int INDENT = 17;
  private static final int HEX_DIGITS_MAX = 128;

  private final PrintWriter out;
  private final boolean verbose;
  private long startMicros = Long.MIN_VALUE;

  /// A report that, if `verbose`, lists every field.
  public TextReport(PrintWriter out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  @Override
  public void entry(Entry entry) {
    startMicros = startMicros == Long.MIN_VALUE ? entry.atMicros() : startMicros;
    String head =
        String.format(
            Locale.ROOT, "%5d %9.3f  ", entry.frame(), (entry.atMicros() - startMicros) / 1e6);
    String way = entry.from().isEmpty() ? "" : entry.from() + " > " + entry.to() + "  ";
    paragraph(head, way + entry.name() + (entry.words().isEmpty() ? "" : ": " + entry.words()));
    if (verbose) {
      entry.blocks().forEach(this::block);
    }
    entry.findings().forEach(this::finding);
    out.flush();
  }

  @Override
  public void end(Sums sums, List<Finding> conversation) {
    if (!conversation.isEmpty()) {
      out.println("The conversation:");
      conversation.forEach(it -> paragraph(severity(it), section(it) + "  " + it.text()));
    }
    sums.problems().forEach(problem -> paragraph("  capture        ", problem));
    String frames = sums.frames() == 0 ? "" : sums.frames() + " frames: ";
    out.printf(
        Locale.ROOT,
        "%s%d messages and redirected packets, %d findings wrong, %d unusual%n",
        frames,
        sums.messages(),
        sums.wrong(),
        sums.unusual());
    out.flush();
  }

  private void finding(Finding it) {
    paragraph(severity(it), "%s at %d  %s".formatted(section(it), it.offset(), it.text()));
  }

  private static String severity(Finding it) {
    return String.format(
        Locale.ROOT, "  %-" + (INDENT - 2) + "s", it.severity().name().toLowerCase(Locale.ROOT));
  }

  private static String section(Finding it) {
    return "§" + it.section();
  }

  private void block(Block block) {
    out.printf(Locale.ROOT, "%s%5d  %s%n", " ".repeat(6), block.offset(), block.name());
    for (Field field : block.fields()) {
      paragraph(
          String.format(
              Locale.ROOT, "%s%5d    %-22s ", " ".repeat(6), field.offset(), field.name()),
          value(field));
    }
  }

  /// Flags and methods as they are written in the drafts, long octets up to a limit.
  static String value(Field field) {
    if (field.name().endsWith("flags") || field.name().endsWith("methods")) {
      return String.format("0x%0" + field.octets() * 2 + "x", Long.parseLong(field.value()));
    }
    return field.value().length() > HEX_DIGITS_MAX
        ? field.value().substring(0, HEX_DIGITS_MAX) + "..."
        : field.value();
  }

  /// Text behind a head, wrapped under itself.
  private void paragraph(String head, String text) {
    var line = new StringBuilder(head);
    int indent = head.length();
    for (String word : text.split(" ", -1)) {
      for (String part = word; !part.isEmpty() || word.isEmpty(); part = rest(part, indent)) {
        String now = part.length() > WIDTH - indent ? part.substring(0, WIDTH - indent) : part;
        if (line.length() + 1 + now.length() > WIDTH && line.length() > indent) {
          out.println(line.toString().stripTrailing());
          line.setLength(0);
          line.append(" ".repeat(indent));
        }
        line.append(line.length() == indent ? "" : " ").append(now);
        if (word.isEmpty()) {
          break;
        }
      }
    }
    out.println(line.toString().stripTrailing());
  }

  private static String rest(String part, int indent) {
    return part.length() > WIDTH - indent ? part.substring(WIDTH - indent) : "";
  }
}
