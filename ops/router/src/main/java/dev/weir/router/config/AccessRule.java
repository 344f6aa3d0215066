package dev.weir.router.config;

import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import dev.weir.router.acl.AccessEntry;
import java.util.Optional;

/// One line of an access list as the file has it, such as `permit tcp 198.51.100.0/24 any eq 80`.
///
/// @param text as written
/// @param entry what it means
record AccessRule(String text, AccessEntry entry) {

  /// Reads one line.
  static final ValueType<AccessRule> TYPE = new Type();

  private record Type() implements ValueType<AccessRule> {
    private static final String EXAMPLE = "permit tcp 198.51.100.0/24 any eq 80";

    @Override
    public String type() {
      return "rule";
    }

    @Override
    public String unit() {
      return "permit or deny, protocol, source, destination, each with eq, neq, lt, gt or range";
    }

    @Override
    public AccessRule example() {
      return new AccessRule(EXAMPLE, new RuleText(EXAMPLE).entry().orElseThrow());
    }

    @Override
    public String show(AccessRule value) {
      return value.text();
    }

    @Override
    public Optional<AccessRule> read(YamlNode node, Place place) {
      if (!(node instanceof YamlNode.Scalar(int line, _, String text))) {
        place.refuse(node.line(), "not a rule", "write a line such as " + EXAMPLE);
        return Optional.empty();
      }
      var rule = new RuleText(text);
      Optional<AccessEntry> entry = rule.entry();
      if (entry.isEmpty()) {
        place.refuse(line, rule.reason(), "write a line such as " + EXAMPLE);
      }
      return entry.map(it -> new AccessRule(text, it));
    }
  }
}
