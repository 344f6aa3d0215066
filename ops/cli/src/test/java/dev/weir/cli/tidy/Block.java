package dev.weir.cli.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A block of a page that is not prose: indented by four, or between fences.
///
/// @param page the page's path
/// @param line the number of its first line
/// @param mark what stands behind the opening fence, such as `sh run`; empty where it is indented
record Block(String page, int line, String mark, String text) {
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?s)(sudo )?(\\./weir|weir|\\./mvnw|curl|ip|nft|systemctl|tcpdump|kill|printf|eval|apt|apt-get"
              + "|sysctl|git|export|journalctl|openssl|htpasswd|snmpget|snmpwalk|podman|containerlab"
              + "|ops/[a-z/.-]+)[ \n].*");
  private static final Pattern KEY = Pattern.compile("(?s)(# [^\n]*\n)*[a-z][a-z0-9-]*:[ \n].*");

  /// Every block of a page.
  static List<Block> of(Source page) {
    var found = new ArrayList<Block>();
    var text = new StringBuilder();
    String[] lines = (page.text() + "\n").split("\n", -1);
    String fence = "";
    boolean open = false;
    boolean mayBegin = true;
    int first = 0;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      boolean isFence = line.stripLeading().startsWith("```");
      boolean inside = open ? !isFence : !isFence && mayBegin && line.startsWith("    ");
      if (inside) {
        first = text.isEmpty() ? i + 1 : first;
        text.append(open ? line : line.substring(4)).append('\n');
      } else if (!text.isEmpty()) {
        found.add(new Block(page.path(), first, fence, text.toString()));
        text.setLength(0);
      }
      if (isFence) {
        fence = open ? "" : line.strip().substring(3).strip();
        open = !open;
      }
      mayBegin = inside || line.isBlank() || isFence;
    }
    return found;
  }

  /// Whether a test runs it as it is.
  boolean runs() {
    return mark.equals("sh run");
  }

  /// Whether it is for a shell to read.
  boolean isShell() {
    return mark.isEmpty() ? COMMAND.matcher(text).matches() : mark.matches("(sh|bash)( run)?");
  }

  /// Whether it is YAML.
  boolean isYaml() {
    return mark.isEmpty() ? KEY.matcher(text).matches() : mark.equals("yaml");
  }

  /// Whether it is JSON: one document or one on each line.
  boolean isJson() {
    return mark.isEmpty() ? text.matches("(?s)[{\\[]\\s*[\"{\\[].*") : mark.equals("json");
  }

  /// Where it stands, for people.
  String where() {
    return page + ":" + line;
  }
}
