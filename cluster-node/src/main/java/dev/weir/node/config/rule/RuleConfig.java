package dev.weir.node.config.rule;

import dev.weir.node.config.value.Patterns;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// One of `cache.rules`; the first that is about something decides.
public record RuleConfig(
    String name,
    About about,
    Ttl ttl,
    boolean store,
    Optional<Long> sizeBytesMax,
    Optional<Reload> reload) {
  private static final int RULES_MAX = 256;
  private static final int ITEMS_MAX = 1_000;
  private static final Duration LONGEST = Duration.ofDays(3650);

  /// What a rule is about.
  public record About(
      List<String> hosts, List<String> paths, List<String> types, List<Prefix> clients) {
    /// Keeps copies of the lists.
    public About {
      hosts = List.copyOf(hosts);
      paths = List.copyOf(paths);
      types = List.copyOf(types);
      clients = List.copyOf(clients);
    }

    private static About read(SectionReader section) {
      return new About(
          section
              .key(
                  "hosts",
                  Values.list(Values.hostPattern(), 1, ITEMS_MAX),
                  "The hosts it is about; *.example.com are all names below that one.")
              .or(List.of()),
          section
              .key(
                  "paths",
                  Values.list(Patterns.path(), 1, ITEMS_MAX),
                  "The paths it is about: * stands for any characters; with a ? the query counts,"
                      + " too; ~ begins an expression of RE2 that is searched in path and query.")
              .or(List.of()),
          section
              .key(
                  "types",
                  Values.list(Patterns.mediaType(), 1, ITEMS_MAX),
                  "The media types of responses it is about; image/* are all images.")
              .or(List.of()),
          section
              .key(
                  "clients",
                  Values.list(Values.prefix(), 1, ITEMS_MAX),
                  "The clients it is about. Such a rule has no ttl: what is stored is for all.")
              .or(List.of()));
    }
  }

  /// How long responses are fresh.
  public record Ttl(Optional<Duration> least, Optional<Duration> most, Optional<Duration> initial) {
    private boolean isEmpty() {
      return least.isEmpty() && most.isEmpty() && initial.isEmpty();
    }

    private static Ttl read(SectionReader section) {
      var duration = Quantities.duration(Duration.ZERO, LONGEST);
      var ttl =
          new Ttl(
              section
                  .key("min", duration, "The least time for which a response is fresh.")
                  .optional(),
              section
                  .key("max", duration, "The most time for which a response is fresh.")
                  .optional(),
              section
                  .key(
                      "default",
                      duration,
                      "For how long one is fresh of which the origin does not say it.")
                  .optional());
      if (ttl.least.isPresent() && exceeds(ttl.least, ttl.most)) {
        section.refuse("min", "is longer than max", "write the shorter one as min");
      }
      if (exceeds(ttl.initial, ttl.most) || exceeds(ttl.least, ttl.initial)) {
        section.refuse("default", "is not between min and max", "write one that is");
      }
      return ttl;
    }

    private static boolean exceeds(Optional<Duration> one, Optional<Duration> other) {
      return one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) > 0;
    }
  }

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
            About.read(section),
            Ttl.read(section.section("ttl")),
            section
                .key(
                    "store",
                    Values.oneOf(Store.class),
                    "Whether anything of it is stored, and served from the store.")
                .or(Store.YES)
                .equals(Store.YES),
            section
                .section("size")
                .key(
                    "max",
                    Quantities.size(1, 1L << 40),
                    "The longest body that is stored.")
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
    if (!about.clients.isEmpty() && !ttl.isEmpty()) {
      section.refuse(
          "ttl",
          "for some clients only, but what is stored is for all",
          "remove clients, or write the ttl into a rule without");
    }
  }
}
