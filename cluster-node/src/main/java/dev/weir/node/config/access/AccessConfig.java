package dev.weir.node.config.access;

import dev.weir.node.config.value.NamedFile;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The section `proxy.access`: who may what.
///
/// @param responses rules about what comes back
/// @param page the template of the page in place of what is denied
/// @param destinations to which clients are led although they are of this host or its network
/// @param look how often it is seen whether the files of lists have changed
public record AccessConfig(
    List<AccessRuleConfig> rules,
    List<AccessRuleConfig> responses,
    List<ListConfig> lists,
    Optional<String> page,
    List<Prefix> destinations,
    Duration look) {
  /// What is in force when the section is not written.
  public static final AccessConfig DEFAULTS =
      new AccessConfig(
          List.of(), List.of(), List.of(), Optional.empty(), List.of(), Duration.ofSeconds(10));

  private static final int RULES_MAX = 1_000;
  private static final int LISTS_MAX = 64;
  private static final int PAGE_BYTES_MAX = 64 * 1024;

  /// Copies the lists.
  public AccessConfig {
    rules = List.copyOf(rules);
    responses = List.copyOf(responses);
    lists = List.copyOf(lists);
    destinations = List.copyOf(destinations);
  }

  /// Reads the section.
  public static AccessConfig read(SectionReader section) {
    var config =
        new AccessConfig(
            section.sections("rules", AccessRuleConfig::read),
            section.sections("responses", AccessRuleConfig::read),
            section.sections("lists", ListConfig::read),
            section
                .key(
                    "page",
                    new NamedText(
                        "page of HTML", new NamedFile(false, "write the page"), PAGE_BYTES_MAX),
                    "What a client gets in place of what is denied; {url}, {rule}, {node} and"
                        + " {request} stand for what they say.")
                .optional(),
            section
                .key(
                    "destinations",
                    Values.list(Values.prefix(), 1, RULES_MAX),
                    "Where clients of proxy.forward are led although it is this host, its network"
                        + " or a place of secrets; never to the ports of nodes themselves.")
                .or(DEFAULTS.destinations),
            section
                .key(
                    "look",
                    Quantities.duration(Duration.ofSeconds(1), Duration.ofHours(24)),
                    "How often it is seen whether the files of lists have changed.")
                .or(DEFAULTS.look));
    if (!section.describing()) {
      config.check(section);
    }
    return config;
  }

  private void check(SectionReader section) {
    expectNames(section, "rules", rules.stream().map(AccessRuleConfig::name).toList(), RULES_MAX);
    expectNames(
        section, "responses", responses.stream().map(AccessRuleConfig::name).toList(), RULES_MAX);
    expectNames(section, "lists", lists.stream().map(ListConfig::name).toList(), LISTS_MAX);
    Set<String> known = lists.stream().map(ListConfig::name).collect(Collectors.toSet());
    expectLists(section, "rules", rules, known);
    expectLists(section, "responses", responses, known);
    for (AccessRuleConfig rule : rules) {
      if (!rule.about().types().isEmpty()) {
        section.refuse(
            "rules",
            rule.name() + " has types, which requests do not have yet",
            "move it to proxy.access.responses");
      }
    }
  }

  private static void expectNames(SectionReader section, String key, List<String> names, int most) {
    var seen = new HashSet<String>();
    for (String name : names) {
      if (!seen.add(name)) {
        section.refuse(key, name + " is the name of two of them", "give each its own");
      }
    }
    if (names.size() > most) {
      section.refuse(key, names.size() + " of them", "write at most " + most);
    }
  }

  private static void expectLists(
      SectionReader section, String key, List<AccessRuleConfig> rules, Set<String> known) {
    for (AccessRuleConfig rule : rules) {
      for (String list : rule.to().lists()) {
        if (!known.contains(list)) {
          section.refuse(
              key, rule.name() + " has the list " + list, "add it to proxy.access.lists");
        }
      }
    }
  }
}
