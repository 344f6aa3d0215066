package dev.weir.cli.tidy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Links between pages lead to a file that is there, and to a heading that it has.
final class LinkRule {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#: ]*)(?:#([^)]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");

  private LinkRule() {}

  /// What leads nowhere, as `PAGE: LINK`.
  static List<String> problems(List<Source> pages, Path root) {
    Map<Path, Set<String>> headings = new HashMap<>();
    pages.forEach(it -> headings.put(Path.of(it.path()), headings(it.text())));
    var lost = new ArrayList<String>();
    for (Source page : pages) {
      LINK.matcher(page.text())
          .results()
          .filter(link -> !leads(Path.of(page.path()), link, headings, root))
          .forEach(link -> lost.add(page.path() + ": " + link.group().replaceAll("[()\\]]", "")));
    }
    return lost;
  }

  private static boolean leads(
      Path page, MatchResult link, Map<Path, Set<String>> headings, Path root) {
    Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
    Set<String> there = headings.get(target);
    if (there == null) {
      return Files.exists(root.resolve(target));
    }
    return link.group(2) == null || there.contains(link.group(2));
  }

  private static Set<String> headings(String page) {
    return HEADING
        .matcher(FENCED.matcher(page).replaceAll(""))
        .results()
        .map(it -> anchor(it.group(1)))
        .collect(Collectors.toSet());
  }

  /// What a forge makes of a heading: lower case, blanks as hyphens, no other signs.
  private static String anchor(String heading) {
    return heading
        .strip()
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
        .replace(' ', '-');
  }
}
