package dev.weir.cli.doctor;

import dev.weir.node.doctor.Check;
import dev.weir.node.doctor.Diagnosis;
import dev.weir.node.doctor.Finding;
import dev.weir.node.host.HostCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/// A diagnosis as text for a terminal, or as JSON.
///
/// `followed` is whether a client opened pages meanwhile.
public final class DoctorReport {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();

  private DoctorReport() {}

  /// Text: the first hop at which a packet is lost, in full; then what else was found.
  public static String text(Diagnosis diagnosis, boolean followed) {
    var text = new StringBuilder();
    diagnosis.first().ifPresent(first -> append(text, first));
    if (diagnosis.findings().size() > 1) {
      text.append("also seen, perhaps only what follows from it:\n");
      for (Finding other : diagnosis.findings().subList(1, diagnosis.findings().size())) {
        text.append("  %-20s %s\n".formatted(other.check().code(), other.cause().why()));
      }
    }
    return text + notes(diagnosis, followed);
  }

  /// Text: every finding in full, in the packet's order.
  public static String wide(Diagnosis diagnosis, boolean followed) {
    var text = new StringBuilder();
    diagnosis.findings().forEach(it -> append(text, it));
    return text + notes(diagnosis, followed);
  }

  private static String notes(Diagnosis diagnosis, boolean followed) {
    String none =
        diagnosis.findings().isEmpty()
            ? "nothing found in %d checks\n".formatted(Check.values().length)
            : "";
    return followed
        ? none
        : none + "No packet was followed. Have a client open pages meanwhile: --client ADDRESS\n";
  }

  /// JSON: `first`, a code or null, and `findings` in the packet's order.
  public static String json(Diagnosis diagnosis, boolean followed) {
    var page = new LinkedHashMap<String, Object>();
    diagnosis.first().ifPresent(first -> page.put("first", first.check().code()));
    page.put("packetsFollowed", followed);
    page.put("findings", diagnosis.findings().stream().map(DoctorReport::finding).toList());
    return JSON.writeValueAsString(page) + "\n";
  }

  private static void append(StringBuilder text, Finding finding) {
    text.append("%s  %s\n".formatted(finding.check().code(), finding.cause().why()));
    for (HostCommand command : finding.cause().commands()) {
      text.append("  mend  %s\n".formatted(command));
    }
    if (!finding.cause().advice().isEmpty()) {
      text.append("  do    %s\n".formatted(finding.cause().advice()));
    }
    text.append("  read  %s\n".formatted(finding.check().page()));
  }

  private static Map<String, Object> finding(Finding finding) {
    var page = new LinkedHashMap<String, Object>();
    page.put("code", finding.check().code());
    page.put("why", finding.cause().why());
    List<String> commands = finding.cause().commands().stream().map(HostCommand::toString).toList();
    page.put("commands", commands);
    page.put("advice", finding.cause().advice());
    page.put("page", finding.check().page());
    return page;
  }
}
