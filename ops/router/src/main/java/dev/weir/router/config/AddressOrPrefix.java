package dev.weir.router.config;

import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.util.Optional;

/// A prefix, or an address that stands for the prefix of itself alone.
record AddressOrPrefix() implements ValueType<Prefix> {
  private static final ValueType<Prefix> PREFIX = Values.prefix();

  @Override
  public String type() {
    return "address or prefix";
  }

  @Override
  public String unit() {
    return "ADDRESS or CIDR";
  }

  @Override
  public Prefix example() {
    return PREFIX.example();
  }

  @Override
  public String show(Prefix value) {
    return PREFIX.show(value);
  }

  @Override
  public Optional<Prefix> read(YamlNode node, Place place) {
    return node instanceof YamlNode.Scalar(int line, var kind, String text)
            && kind != YamlNode.Kind.NOTHING
            && text.indexOf('/') < 0
        ? Values.address()
            .read(new YamlNode.Scalar(line, kind, text), place)
            .map(address -> new Prefix(address, 32))
        : PREFIX.read(node, place);
  }
}
