package dev.weir.node.config.chain;

import dev.weir.node.config.value.Patterns;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;

/// What a chain rule is about: of each key that is written one item must match.
public record ChainAbout(
    List<String> hosts,
    List<Prefix> prefixes,
    List<String> urls,
    List<String> methods,
    List<Prefix> clients) {
  private static final int ITEMS_MAX = 1_000;
  private static final int EXPRESSIONS_MAX = 100;

  /// Keeps copies of the lists.
  public ChainAbout {
    hosts = List.copyOf(hosts);
    prefixes = List.copyOf(prefixes);
    urls = List.copyOf(urls);
    methods = List.copyOf(methods);
    clients = List.copyOf(clients);
  }

  static ChainAbout read(SectionReader section) {
    return new ChainAbout(
        section
            .key(
                "hosts",
                Values.list(Patterns.domain(), 1, ITEMS_MAX),
                "The hosts it is about; *.example.com are all names below that one, .example.com"
                    + " that one, too.")
            .or(List.of()),
        section
            .key(
                "prefixes",
                Values.list(Values.prefix(), 1, ITEMS_MAX),
                "Where their hosts are. Of an explicit client's request that is looked up first.")
            .or(List.of()),
        section
            .key(
                "urls",
                Values.list(Patterns.expression(), 1, EXPRESSIONS_MAX),
                "Expressions of RE2, one of which is found in http://HOST/PATH?QUERY.")
            .or(List.of()),
        section
            .key(
                "methods",
                Values.list(Patterns.method(), 1, ITEMS_MAX),
                "The methods it is about, such as GET.")
            .or(List.of()),
        section
            .key(
                "clients",
                Values.list(Values.prefix(), 1, ITEMS_MAX),
                "The clients it is about. What such a rule decides is never asked of another node.")
            .or(List.of()));
  }
}
