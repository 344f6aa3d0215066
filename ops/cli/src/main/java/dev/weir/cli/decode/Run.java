package dev.weir.cli.decode;

import dev.weir.lab.capture.CaptureReader;
import dev.weir.wccp.diagnosis.Finding;
import dev.weir.wccp.diagnosis.Finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One pass over one capture or hex dump, from its first octet to the sums.
public final class Run {
  private static final int TEXT_OCTETS_MAX = 16 << 20;

  private final Inspector inspector;
  private final Report report;
  private int messages;
  private int wrong;
  private int unusual;

  /// A pass that has not begun.
  public Run(Inspector inspector, Report report) {
    this.inspector = inspector;
    this.report = report;
  }

  /// Reads a capture to its end. Returns what was counted.
  public Report.Sums capture(InputStream in) throws IOException {
    var reader = new CaptureReader(in);
    for (var packet = reader.next(); packet.isPresent(); packet = reader.next()) {
      inspector.packet(packet.get()).ifPresent(this::print);
    }
    return end(reader.frames(), reader.problems());
  }

  /// Reads the messages of a hex dump. Returns what was counted.
  public Report.Sums hexDump(InputStream in) throws IOException {
    String text = new String(in.readNBytes(TEXT_OCTETS_MAX), StandardCharsets.US_ASCII);
    try {
      for (byte[] octets : HexDump.parse(text)) {
        print(inspector.octets(messages + 1, octets));
      }
    } catch (IllegalArgumentException noDump) {
      return end(0, List.of(String.valueOf(noDump.getMessage())));
    }
    return end(0, messages == 0 ? List.of("no octets are there") : List.of());
  }

  private void print(Entry entry) {
    messages++;
    count(entry.findings());
    report.entry(entry);
  }

  private Report.Sums end(int frames, List<String> problems) {
    var conversation = inspector.end();
    count(conversation);
    var sums = new Report.Sums(frames, messages, wrong, unusual, problems);
    report.end(sums, conversation);
    return sums;
  }

  private void count(List<Finding> findings) {
    for (Finding finding : findings) {
      wrong += finding.severity() == Severity.WRONG ? 1 : 0;
      unusual += finding.severity() == Severity.UNUSUAL ? 1 : 0;
    }
  }
}
