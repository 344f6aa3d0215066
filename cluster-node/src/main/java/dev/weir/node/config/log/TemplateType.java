package dev.weir.node.config.log;

import dev.weir.node.access.template.Template;
import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import java.util.Optional;

/// How a template of lines is read from a file.
record TemplateType() implements ValueType<Template> {
  private static final String EXAMPLE = "%ts.%03tu %>a %Ss/%03>Hs %rm %ru";

  @Override
  public String type() {
    return "template";
  }

  @Override
  public String unit() {
    return "text with codes such as %>a";
  }

  @Override
  public Template example() {
    if (Template.read(EXAMPLE) instanceof Template.Read.Good(Template template)) {
      return template;
    }
    throw new IllegalStateException(EXAMPLE);
  }

  @Override
  public String show(Template value) {
    return value.toString();
  }

  @Override
  public Optional<Template> read(YamlNode node, Place place) {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    return switch (Template.read(text)) {
      case Template.Read.Good(Template template) -> Optional.of(template);
      case Template.Read.Bad(String reason, String remedy) -> {
        place.refuse(node.line(), reason, remedy);
        yield Optional.empty();
      }
    };
  }
}
