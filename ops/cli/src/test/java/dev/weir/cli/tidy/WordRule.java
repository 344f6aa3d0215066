package dev.weir.cli.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Words that have no place in the repository: unfinished work without an issue, sleeping tests,
/// places on somebody's machine, and talk about how the text came to be.
///
/// The patterns are written in pieces, so that this file does not break its own rules.
final class WordRule {
  private static final List<WordRule> RULES =
      List.of(
          new WordRule(
              "unfinished work without an issue number",
              Scope.EVERYWHERE,
              "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b(?! ?\\(?#\\d)"),
          new WordRule(
              "a test that sleeps", Scope.TESTS, "\\b(Thread|TimeUnit\\.[A-Z]+)\\.sl" + "eep\\("),
          new WordRule(
              "a place on somebody's machine",
              Scope.EVERYWHERE,
              "(?<![\\w.])/(wo"
                  + "rk|ho"
                  + "me/[a-z]+|Us"
                  + "ers|ro"
                  + "ot/[\\w.])\\b"
                  + "|/jvm/(temu"
                  + "rin|java)-\\d"),
          new WordRule(
              "a package registry's host",
              Scope.EVERYWHERE,
              "(nex" + "us|artif" + "actory|registry)\\.[a-z0-9-]+\\.[a-z]{2,}"),
          new WordRule(
              "talk about who or what wrote the text",
              Scope.EVERYWHERE,
              "(?i)\\b(co-auth"
                  + "ored|gener"
                  + "ated (by|with) (an? )?(ai|llm|assistant)|"
                  + "chat"
                  + "gpt|cop"
                  + "ilot|lang"
                  + "uage model|clau"
                  + "de|anth"
                  + "ropic|"
                  + "prompt engin"
                  + "eer)\\b"));

  private enum Scope {
    EVERYWHERE,
    TESTS
  }

  private final String what;
  private final Scope scope;
  private final Pattern pattern;

  private WordRule(String what, Scope scope, String pattern) {
    this.what = what;
    this.scope = scope;
    this.pattern = Pattern.compile(pattern);
  }

  /// Every violation among the given files, as `path:line: what: the line`.
  static List<String> problems(List<Source> sources) {
    var problems = new ArrayList<String>();
    for (Source source : sources) {
      for (WordRule rule : RULES) {
        rule.check(source, problems);
      }
    }
    return problems;
  }

  private void check(Source source, List<String> problems) {
    if (scope == Scope.TESTS && !(source.isTest() && source.isJava())) {
      return;
    }
    List<String> lines = source.lines();
    for (int i = 0; i < lines.size(); i++) {
      if (pattern.matcher(lines.get(i)).find()) {
        problems.add("%s:%d: %s: %s".formatted(source.path(), i + 1, what, lines.get(i).strip()));
      }
    }
  }
}
