package dev.weir.node.config.chain;

import dev.weir.node.config.access.WordOrList;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One of `proxy.chain`; the first that is about a request decides whom it is asked of.
///
/// @param to names of parents; none: the origin
public record ChainConfig(
    String name,
    ChainAbout about,
    List<String> to,
    Choose choose,
    Fallback fallback,
    boolean cache) {
  private static final int RULES_MAX = 256;
  private static final int PARENTS_MAX = 64;

  /// Which parent is asked.
  public enum Choose {
    /// Each in its turn.
    ROUND_ROBIN,
    /// The same for a URL each time.
    HASH,
    /// The first that lives.
    FIRST_ALIVE
  }

  /// What becomes of a request that no parent takes.
  public enum Fallback {
    /// The origin is asked.
    DIRECT,
    /// It fails.
    FAIL
  }

  private enum Answer {
    YES,
    NO
  }

  /// Keeps a copy.
  public ChainConfig {
    to = List.copyOf(to);
  }

  /// Reads the list `parents` of the section `proxy`.
  public static List<ParentConfig> readParents(SectionReader proxy) {
    List<ParentConfig> parents = proxy.sections("parents", ParentConfig::read);
    unique(proxy, "parents", parents.stream().map(ParentConfig::name).toList(), PARENTS_MAX);
    return parents;
  }

  /// Reads the list `chain` of the section `proxy`.
  public static List<ChainConfig> readAll(SectionReader proxy, List<ParentConfig> parents) {
    Set<String> known = parents.stream().map(ParentConfig::name).collect(Collectors.toSet());
    List<ChainConfig> rules = proxy.sections("chain", it -> read(it, known));
    unique(proxy, "chain", rules.stream().map(ChainConfig::name).toList(), RULES_MAX);
    return rules;
  }

  private static void unique(SectionReader proxy, String key, List<String> names, int most) {
    var seen = new HashSet<String>();
    for (String name : names) {
      if (!seen.add(name)) {
        proxy.refuse(key, name + " is the name of two of them", "give each its own");
      }
    }
    if (names.size() > most) {
      proxy.refuse(key, names.size() + " of them", "write at most " + most);
    }
  }

  private static ChainConfig read(SectionReader section, Set<String> known) {
    var rule =
        new ChainConfig(
            section.key("name", Values.name("intranet"), "Its name in weir explain.").required(),
            ChainAbout.read(section),
            section
                .key(
                    "to",
                    new WordOrList<>(
                        "direct", Values.list(Values.name("head-office"), 1, PARENTS_MAX)),
                    "Whom such requests are asked of: direct, the origin; or parents by name.")
                .required(),
            section
                .key(
                    "choose",
                    Values.oneOf(Choose.class),
                    "Which of several: each in its turn, the same for a URL each time, or the"
                        + " first that lives.")
                .or(Choose.FIRST_ALIVE),
            section
                .key(
                    "fallback",
                    Values.oneOf(Fallback.class),
                    "What becomes of a request while no parent takes it: direct asks the origin,"
                        + " fail answers 503.")
                .or(Fallback.FAIL),
            section
                .key(
                    "cache",
                    Values.oneOf(Answer.class),
                    "Whether what comes is kept here and served again; no leaves that to parents.")
                .or(Answer.YES)
                .equals(Answer.YES));
    rule.check(section, known);
    return rule;
  }

  private void check(SectionReader section, Set<String> known) {
    if (section.describing()) {
      return;
    }
    for (String name : to) {
      if (!known.contains(name)) {
        section.refuse("to", name + " is none of proxy.parents", "write it there, too");
      }
    }
    if (to.isEmpty() && (section.has("choose") || section.has("fallback"))) {
      section.refuse("to", "direct, and yet choose or fallback is written", "remove them");
    }
  }
}
