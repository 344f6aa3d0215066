package dev.weir.node.config.rule;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// One of `cache.rules`; the first that is about something decides.
public record RuleConfig(
    String name,
    RuleSubject about,
    RuleTtl ttl,
    boolean store,
    Optional<Long> sizeBytesMax,
    Optional<Reload> reload) {
  private static final int RULES_MAX = 256;

  private enum Store {
    YES,
    NO
  }

  /// What a client's wish for something fresh means.
  public enum Reload {
    /// What HTTP says.
    HONOUR,
    /// The origin is asked whether the stored one still holds.
    REVALIDATE,
    /// Nothing.
    IGNORE
  }

  /// Reads the list of the section `cache`.
  public static List<RuleConfig> readAll(SectionReader cache) {
    List<RuleConfig> rules = cache.sections("rules", RuleConfig::read);
    var names = new HashSet<String>();
    for (RuleConfig rule : rules) {
      if (!names.add(rule.name)) {
        cache.refuse("rules", rule.name + " is the name of two rules", "give each its own");
      }
    }
    if (rules.size() > RULES_MAX) {
      cache.refuse("rules", rules.size() + " rules", "write at most " + RULES_MAX);
    }
    return rules;
  }

  private static RuleConfig read(SectionReader section) {
    var rule =
        new RuleConfig(
            section
                .key("name", Values.name("images"), "Its name in Cache-Status and the access log.")
                .required(),
            RuleSubject.read(section),
            RuleTtl.read(section.section("ttl")),
            section
                .key(
                    "store",
                    Values.oneOf(Store.class),
                    "Whether anything of it is stored, and served from the store.")
                .or(Store.YES)
                .equals(Store.YES),
            section
                .section("size")
                .key("max", Quantities.size(1, 1L << 40), "The longest body that is stored.")
                .optional(),
            section
                .key(
                    "reload",
                    Values.oneOf(Reload.class),
                    "What a client's no-cache, max-age and min-fresh mean: honour, what HTTP says;"
                        + " revalidate, that the origin is asked whether the stored one still holds;"
                        + " ignore, nothing.")
                .optional());
    rule.check(section);
    return rule;
  }

  private void check(SectionReader section) {
    if (section.describing()) {
      return;
    }
    if (store && ttl.isEmpty() && sizeBytesMax.isEmpty() && reload.isEmpty()) {
      section.refuse("name", name + " orders nothing", "write ttl, store: no, size or reload");
    }
    if (!store && (!ttl.isEmpty() || sizeBytesMax.isPresent())) {
      section.refuse("store", "no, and yet ttl or size are written", "remove them");
    }
    if (!about.clients().isEmpty() && !ttl.isEmpty()) {
      section.refuse(
          "ttl",
          "for some clients only, but what is stored is for all",
          "remove clients, or write the ttl into a rule without");
    }
  }
}
