package dev.weir.node.config.access;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.nio.file.Path;
import java.util.Optional;

/// One of `proxy.access.lists`.
public record ListConfig(
    String name, Optional<Path> domains, Optional<Path> prefixes, Optional<Path> expressions) {
  static ListConfig read(SectionReader section) {
    var list =
        new ListConfig(
            section.key("name", Values.name("ads"), "What rules call it.").required(),
            section
                .key(
                    "domains",
                    new ListFile(),
                    "Domains, one a line, each with all names below it; also lines of a hosts file.")
                .optional(),
            section
                .key("prefixes", new ListFile(), "Addresses and prefixes, one a line.")
                .optional(),
            section
                .key(
                    "expressions",
                    new ListFile(),
                    "Expressions of RE2, one a line, at most 1000, that are searched in URLs.")
                .optional());
    if (!section.describing()
        && list.domains.isEmpty()
        && list.prefixes.isEmpty()
        && list.expressions.isEmpty()) {
      section.refuse("name", list.name + " has no file", "write domains, prefixes or expressions");
    }
    return list;
  }
}
