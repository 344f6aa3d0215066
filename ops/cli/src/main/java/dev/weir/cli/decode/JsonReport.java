package dev.weir.cli.decode;

import dev.weir.cli.terminal.Format;
import dev.weir.wccp.diagnosis.Finding;
import dev.weir.wccp.wire.Field;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// The report for programs: an object for each message, and a last one with the sums. As JSON each
/// stands on a line, as YAML each is a document.
public final class JsonReport implements Report {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final PrintWriter out;
  private final Format format;
  private final boolean verbose;

  /// A report in JSON or YAML that, if `verbose`, lists every field.
  public JsonReport(PrintWriter out, Format format, boolean verbose) {
    this.out = out;
    this.format = format;
    this.verbose = verbose;
  }

  @Override
  public void entry(Entry entry) {
    var object = new LinkedHashMap<String, Object>();
    object.put("frame", entry.frame());
    if (!entry.from().isEmpty()) {
      object.put("time", Instant.EPOCH.plus(entry.atMicros(), ChronoUnit.MICROS).toString());
      object.put("from", entry.from());
      object.put("to", entry.to());
    }
    object.put("name", entry.name());
    object.put("words", entry.words());
    object.put("findings", findings(entry.findings()));
    if (verbose) {
      object.put("components", entry.blocks().stream().map(JsonReport::block).toList());
    }
    print(object);
  }

  @Override
  public void end(Sums sums, List<Finding> conversation) {
    var object = new LinkedHashMap<String, Object>();
    object.put("frames", sums.frames());
    object.put("messages", sums.messages());
    object.put("wrong", sums.wrong());
    object.put("unusual", sums.unusual());
    object.put("capture", sums.problems());
    object.put("conversation", findings(conversation));
    print(object);
  }

  private static List<Map<String, Object>> findings(List<Finding> findings) {
    return findings.stream().map(JsonReport::finding).toList();
  }

  private static Map<String, Object> finding(Finding it) {
    var object = new LinkedHashMap<String, Object>();
    object.put("severity", it.severity().name().toLowerCase(Locale.ROOT));
    object.put("offset", it.offset());
    object.put("section", it.section());
    object.put("text", it.text());
    return object;
  }

  private static Map<String, Object> block(Entry.Block block) {
    var object = new LinkedHashMap<String, Object>();
    object.put("name", block.name());
    object.put("offset", block.offset());
    object.put("fields", block.fields().stream().map(JsonReport::field).toList());
    return object;
  }

  private static Map<String, Object> field(Field field) {
    var object = new LinkedHashMap<String, Object>();
    object.put("offset", field.offset());
    object.put("octets", field.octets());
    object.put("name", field.name());
    object.put("value", field.value());
    return object;
  }

  private void print(Map<String, Object> object) {
    String json = JSON.writeValueAsString(object);
    if (format == Format.YAML) {
      out.print("---\n" + Format.yaml(json));
    } else {
      out.println(json);
    }
    out.flush();
  }
}
