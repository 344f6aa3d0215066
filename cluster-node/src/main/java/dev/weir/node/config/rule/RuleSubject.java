package dev.weir.node.config.rule;

import dev.weir.node.config.value.Patterns;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;

/// What a rule is about.
public record RuleSubject(
    List<String> hosts, List<String> paths, List<String> types, List<Prefix> clients) {
  private static final int ITEMS_MAX = 1_000;

  /// Keeps copies of the lists.
  public RuleSubject {
    hosts = List.copyOf(hosts);
    paths = List.copyOf(paths);
    types = List.copyOf(types);
    clients = List.copyOf(clients);
  }

  /// Reads the keys of a rule.
  public static RuleSubject read(SectionReader section) {
    return new RuleSubject(
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
