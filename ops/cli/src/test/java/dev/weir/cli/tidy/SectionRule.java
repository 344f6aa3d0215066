package dev.weir.cli.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Sections that the code cites and docs/wccp.md does not have. Sections of an RFC follow its
/// number.
final class SectionRule {
  static final String DOCUMENT = "docs/wccp.md";
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (\\d+(?:\\.\\d+)*)\\b");
  private static final Pattern CITED = Pattern.compile("§ ?(\\d+(?:\\.\\d+)*)");
  private static final int NEAR = 60;

  private SectionRule() {}

  /// Every citation in Java files without its section.
  static List<String> problems(List<Source> sources) {
    Set<String> sections =
        sources.stream()
            .filter(source -> source.path().equals(DOCUMENT))
            .flatMap(source -> HEADING.matcher(source.text()).results())
            .map(heading -> heading.group(1))
            .collect(Collectors.toSet());
    var problems = new ArrayList<String>();
    for (Source source : sources) {
      if (source.isJava() && !source.path().contains("/tidy/")) {
        Matcher cited = CITED.matcher(source.text());
        while (cited.find()) {
          String before = source.text().substring(Math.max(0, cited.start() - NEAR), cited.start());
          if (!before.contains("RFC ") && !sections.contains(cited.group(1))) {
            problems.add(source.path() + ": " + DOCUMENT + " has no section " + cited.group(1));
          }
        }
      }
    }
    return problems;
  }
}
