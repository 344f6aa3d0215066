package dev.weir.node.config.icap;

import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a service is: `icap://ADDRESS:PORT/SERVICE` (RFC 3507 §4.2); the port is 1344 if none is
/// written.
record ServiceUri(ListenAddress address, String path) {
  private static final Pattern URI =
      Pattern.compile("icap://([0-9.]+)(:[0-9]{1,5})?(/[!-~&&[^#]]{0,127})");

  /// How it is read from a file.
  record Type() implements ValueType<ServiceUri> {
    @Override
    public String type() {
      return "service";
    }

    @Override
    public String unit() {
      return "icap://ADDRESS:PORT/SERVICE";
    }

    @Override
    public ServiceUri example() {
      return new ServiceUri(ListenAddress.of("192.0.2.9:1344"), "/echo");
    }

    @Override
    public String show(ServiceUri value) {
      return "icap://" + value.address + value.path;
    }

    @Override
    public Optional<ServiceUri> read(YamlNode node, Place place) {
      String text = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
      Matcher uri = URI.matcher(text);
      try {
        if (uri.matches()) {
          String port = uri.group(2) == null ? ":1344" : uri.group(2);
          return Optional.of(new ServiceUri(ListenAddress.of(uri.group(1) + port), uri.group(3)));
        }
      } catch (IllegalArgumentException e) {
        place.refuse(node.line(), "\"" + text + "\": " + e.getMessage(), "write " + unit());
        return Optional.empty();
      }
      place.refuse(node.line(), "\"" + text + "\" is no service of ICAP", "write " + unit());
      return Optional.empty();
    }
  }
}
