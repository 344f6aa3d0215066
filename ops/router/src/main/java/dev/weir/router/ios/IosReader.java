package dev.weir.router.ios;

import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.router.ios.word.Refused;
import dev.weir.router.ios.word.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// Reads a configuration line by line. A line is understood as a whole or refused as a whole, and
/// every refused line is told.
public final class IosReader {
  private static final int SHOWN_CHARS_MAX = 80;

  /// From here on, two readings of a line are of one command, and that of the block was meant.
  private static final int MEANT_DEPTH = 2;

  private static final Pattern SECRET =
      Pattern.compile("(?i)(\\b(?:p[asword]*|secret|community|key)\\s+(?:[0-9]\\s+)?)\\S+");

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final Draft draft = new Draft();

  private IosReader(String file) {
    this.file = file;
  }

  /// The configuration, or every problem of the text in the order of the lines.
  ///
  /// @param file its name in problems
  public static Loading<IosConfig> read(String file, String text) {
    return new IosReader(file).read(text.lines().toList());
  }

  private Loading<IosConfig> read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("!")) {
        try {
          understand(Words.of(line), line, i + 1);
        } catch (Refused e) {
          problems.add(new Problem(file, i + 1, shown(line), e.reason(), e.remedy()));
        }
      }
    }
    IosConfig config = draft.build();
    for (Resolution.Missing missing : Resolution.of(config, draft.sourceInterfaceLine())) {
      String line = missing.line() == 0 ? "" : shown(lines.get(missing.line() - 1).strip());
      problems.add(
          new Problem(file, Math.max(1, missing.line()), line, missing.reason(), missing.remedy()));
    }
    problems.sort(Comparator.comparingInt(Problem::line));
    return problems.isEmpty()
        ? new Loading.Loaded<>(config, List.of())
        : new Loading.Refused<>(problems);
  }

  /// A line belongs to the block above it when it can; else it is a line of its own, which ends the
  /// block. When it is neither, the reading that came further says what is wrong.
  private void understand(Words words, String line, int number) throws Refused {
    Refused inBlock;
    try {
      draft.block().read(words, number);
      return;
    } catch (Refused e) {
      inBlock = e;
    }
    try {
      GlobalLines.read(Words.of(line), number, draft);
    } catch (Refused e) {
      boolean meantForBlock =
          inBlock.depth() > e.depth()
              || (inBlock.depth() == e.depth() && inBlock.depth() >= MEANT_DEPTH);
      throw meantForBlock ? inBlock : e;
    }
  }

  /// The line as it may be told: without its password, without what could steer a terminal.
  static String shown(String line) {
    String told = SECRET.matcher(line).replaceAll("$1***").replaceAll("[^\\x20-\\x7e]", "?");
    return told.length() > SHOWN_CHARS_MAX ? told.substring(0, SHOWN_CHARS_MAX) + "..." : told;
  }
}
