package dev.weir.router.config;

import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import dev.weir.wccp.message.ServiceGroup;
import java.util.Optional;

/// A service group as an interface refers to it: `web-cache`, or the number of a dynamic one.
record ServiceName() implements ValueType<ServiceGroup> {
  /// The least number of a dynamic service (§3.2).
  static final int DYNAMIC_LEAST = 51;

  /// The greatest.
  static final int DYNAMIC_MOST = 255;

  @Override
  public String type() {
    return "service";
  }

  @Override
  public String unit() {
    return ServiceGroup.WEB_CACHE.displayName() + " or " + DYNAMIC_LEAST + " to " + DYNAMIC_MOST;
  }

  @Override
  public ServiceGroup example() {
    return ServiceGroup.WEB_CACHE;
  }

  @Override
  public String show(ServiceGroup value) {
    return value.displayName();
  }

  @Override
  public Optional<ServiceGroup> read(YamlNode node, Place place) {
    if (node instanceof YamlNode.Scalar(_, var kind, String text)) {
      if (text.equals(ServiceGroup.WEB_CACHE.displayName())) {
        return Optional.of(ServiceGroup.WEB_CACHE);
      }
      if (kind == YamlNode.Kind.NUMBER && text.matches("[0-9]{2,3}")) {
        int id = Integer.parseInt(text);
        if (id >= DYNAMIC_LEAST && id <= DYNAMIC_MOST) {
          return Optional.of(new ServiceGroup(ServiceGroup.Type.DYNAMIC, id));
        }
      }
    }
    place.refuse(node.line(), "not a service", "write " + unit());
    return Optional.empty();
  }
}
