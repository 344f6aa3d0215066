package dev.weir.node.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cases that are kept as text: sections that begin with `== ` and a sentence, with one case on
/// each line. `strict/refused.txt` says what the signs in a case mean.
final class Corpus {
  private static final Pattern REPEATED = Pattern.compile("\\{([^{}]+)\\*([0-9]+)\\}");

  /// A section and its lines.
  record Section(String sentence, List<String> lines) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  private Corpus() {}

  /// The sections of a resource.
  static List<Section> sections(String resource) {
    var sections = new ArrayList<Section>();
    for (String line : lines(resource)) {
      if (line.startsWith("== ")) {
        sections.add(new Section(line.substring(3), new ArrayList<>()));
      } else {
        sections.getLast().lines().add(line);
      }
    }
    return sections;
  }

  /// The lines of a resource that say something.
  static List<String> lines(String resource) {
    try (var in = Corpus.class.getResourceAsStream("/strict/" + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The octets of a case, one character each.
  static String octets(String text, String host) {
    String repeated =
        REPEATED
            .matcher(text.replace("{host}", host))
            .replaceAll(
                it -> Matcher.quoteReplacement(it.group(1).repeat(Integer.parseInt(it.group(2)))));
    var octets = new StringBuilder();
    for (int at = 0; at < repeated.length(); at++) {
      char sign = repeated.charAt(at);
      if (sign == '|') {
        octets.append("\r\n");
      } else if (sign == '\\') {
        char kind = repeated.charAt(++at);
        if (kind == 'x') {
          octets.append((char) Integer.parseInt(repeated.substring(at + 1, at + 3), 16));
          at += 2;
        } else {
          octets.append(meant(kind));
        }
      } else {
        octets.append(sign);
      }
    }
    return octets.toString();
  }

  private static char meant(char kind) {
    return switch (kind) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case '0' -> '\0';
      case 's' -> ' ';
      case 'p' -> '|';
      case '\\' -> '\\';
      default -> throw new IllegalArgumentException("\\" + kind);
    };
  }
}
