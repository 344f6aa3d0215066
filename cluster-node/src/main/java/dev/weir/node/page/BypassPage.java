package dev.weir.node.page;

import dev.weir.node.admin.Answer;
import dev.weir.node.bypass.BypassBoard;
import dev.weir.node.bypass.BypassRule;
import dev.weir.node.bypass.BypassRules;
import dev.weir.node.bypass.LessonCause;
import dev.weir.node.bypass.RuleChanges;
import dev.weir.node.bypass.Target;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bypass rules, as they are shown, added and removed on the admin port.
///
/// A rule is named by its query: `what` is a prefix, an address, a name, `ADDRESS:PORT` or
/// `CLIENT@ADDRESS:PORT`, `side` is `from` or `to` (which holds when it is not given).
public final class BypassPage {
  private static final long SECONDS_MAX = Duration.ofDays(366).toSeconds();

  private static final String WHAT =
      "what is a prefix, an address, or (with side=to) a name in lower case, ADDRESS:PORT or"
          + " CLIENT@ADDRESS:PORT";

  private final BypassBoard board;
  private final RuleChanges changes;
  private final InstantSource clock;

  /// The pages of a board, whose rules end by the given clock.
  public BypassPage(BypassBoard board, RuleChanges changes, InstantSource clock) {
    this.board = board;
    this.changes = changes;
    this.clock = clock;
  }

  /// Every rule in force.
  public Map<String, Object> all() {
    Instant now = clock.instant();
    return Map.of("rules", board.all().stream().map(rule -> shown(rule, now)).toList());
  }

  /// Adds the rule of the query; `for` is its time in seconds, `because` its reason.
  public Answer add(Map<String, String> query) {
    Optional<Target> target = target(query);
    if (target.isEmpty()) {
      return refused(400, WHAT);
    }
    String seconds = query.getOrDefault("for", "");
    if (!seconds.matches("[0-9]{0,9}") || (!seconds.isEmpty() && !inRange(seconds))) {
      return refused(400, "for is a number of seconds, 1 to " + SECONDS_MAX);
    }
    Instant now = clock.instant();
    Optional<Instant> until =
        seconds.isEmpty()
            ? Optional.empty()
            : Optional.of(now.plusSeconds(Long.parseLong(seconds)));
    var rule = new BypassRule(target.get(), until, query.getOrDefault("because", ""), false);
    return changes.add(rule)
        ? new Answer.Json(200, shown(rule, now))
        : refused(
            507,
            "there are %d rules or %d names already; remove some"
                .formatted(BypassRules.RUNTIME_MAX, BypassRules.NAMES_MAX));
  }

  /// Removes the rule of the query.
  public Answer remove(Map<String, String> query) {
    Optional<Target> target = target(query);
    if (target.isEmpty()) {
      return refused(400, WHAT);
    }
    return switch (changes.remove(target.get())) {
      case REMOVED -> new Answer.Json(200, Map.of("removed", target.get().what()));
      case UNKNOWN -> refused(404, "there is no such rule");
      case CONFIGURED -> refused(409, "it is written in proxy.bypass of the configuration");
    };
  }

  private static Optional<Target> target(Map<String, String> query) {
    return Target.parse(query.getOrDefault("what", ""), query.getOrDefault("side", "to"));
  }

  private static boolean inRange(String seconds) {
    long number = Long.parseLong(seconds);
    return number >= 1 && number <= SECONDS_MAX;
  }

  private Map<String, @Nullable Object> shown(BypassRule rule, Instant now) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("side", rule.target().side());
    page.put("what", rule.target().what());
    page.put(
        "secondsLeft",
        rule.until().map(until -> Duration.between(now, until).toSeconds()).orElse(null));
    page.put("because", rule.because());
    page.put("cause", rule.cause().map(LessonCause::label).orElse(null));
    page.put("configured", rule.configured());
    page.put(
        "addresses",
        rule.target() instanceof Target.Host(String name)
            ? board.addressesOf(name).stream().map(Inet4Address::getHostAddress).sorted().toList()
            : List.of());
    return page;
  }

  private static Answer refused(int status, String sentence) {
    return new Answer.Json(status, Map.of("error", sentence));
  }
}
