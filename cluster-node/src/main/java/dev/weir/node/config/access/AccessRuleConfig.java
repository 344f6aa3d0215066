package dev.weir.node.config.access;

import dev.weir.node.config.rule.RuleSubject;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.value.Wording;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;

/// One of `proxy.access.rules` or `.responses`; the first that is about something decides.
public record AccessRuleConfig(
    String name, Then then, RuleSubject about, AccessFrom from, AccessTo to) {
  private static final int ITEMS_MAX = 1_000;

  /// What becomes of what a rule is about.
  public enum Then {
    /// It is let pass.
    ALLOW,
    /// It is answered with 403.
    DENY
  }

  /// By which way a request came.
  public enum Way {
    /// Diverted by a router.
    INTERCEPT,
    /// From a client that is configured to use this node.
    FORWARD,
    /// For a host for which this node stands.
    REVERSE
  }

  /// Who asks, where and when.
  public record AccessFrom(
      List<Way> ways, List<ListenAddress> listeners, List<String> users, List<Week> week) {
    /// Copies the lists.
    public AccessFrom {
      ways = List.copyOf(ways);
      listeners = List.copyOf(listeners);
      users = List.copyOf(users);
      week = List.copyOf(week);
    }

    private static AccessFrom read(SectionReader section) {
      return new AccessFrom(
          section
              .key(
                  "ways",
                  Values.list(Values.oneOf(Way.class), 1, Way.values().length),
                  "How the request came: intercept, forward, reverse.")
              .or(List.of()),
          section
              .key(
                  "listeners",
                  Values.list(Values.listen(), 1, ITEMS_MAX),
                  "By which listener of forward or reverse; 0.0.0.0 stands for all addresses.")
              .or(List.of()),
          section
              .key(
                  "users",
                  Values.list(Wording.user(), 1, ITEMS_MAX),
                  "Who has shown a password of proxy.forward.users; * is any user.")
              .or(List.of()),
          section
              .key(
                  "when",
                  Values.list(Wording.week(), 1, ITEMS_MAX),
                  "Hours of the week by the clock of this host; such that end before they begin end"
                      + " on the next day.")
              .or(List.of()));
    }
  }

  /// What is asked, and for what.
  public record AccessTo(
      List<String> methods,
      List<Integer> ports,
      List<String> urls,
      List<String> lists,
      List<Prefix> destinations) {
    /// Copies the lists.
    public AccessTo {
      methods = List.copyOf(methods);
      ports = List.copyOf(ports);
      urls = List.copyOf(urls);
      lists = List.copyOf(lists);
      destinations = List.copyOf(destinations);
    }

    private static AccessTo read(SectionReader section) {
      return new AccessTo(
          section
              .key("methods", Values.list(Wording.method(), 1, ITEMS_MAX), "The methods.")
              .or(List.of()),
          section
              .key("ports", Values.list(Values.port(), 1, ITEMS_MAX), "The ports of the hosts.")
              .or(List.of()),
          section
              .key(
                  "urls",
                  Values.list(Wording.expression(), 1, ITEMS_MAX),
                  "Expressions of RE2 of which one is found in the URL. Many belong into a list.")
              .or(List.of()),
          section
              .key(
                  "lists",
                  Values.list(Values.name("ads"), 1, ITEMS_MAX),
                  "Lists of which one has the host, the URL, or the host's address.")
              .or(List.of()),
          section
              .key(
                  "destinations",
                  Values.list(Values.prefix(), 1, ITEMS_MAX),
                  "Where the hosts are, after their names were looked up.")
              .or(List.of()));
    }
  }

  static AccessRuleConfig read(SectionReader section) {
    return new AccessRuleConfig(
        section
            .key("name", Values.name("no-ads"), "Its name in the access log and on the block page.")
            .required(),
        section
            .key(
                "then",
                Values.oneOf(Then.class),
                "What becomes of what it is about: allow lets it pass, deny answers with 403.")
            .required(),
        RuleSubject.read(section),
        AccessFrom.read(section),
        AccessTo.read(section));
  }
}
