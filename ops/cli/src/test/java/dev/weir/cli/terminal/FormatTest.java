package dev.weir.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

final class FormatTest {
  @Test
  @DisplayName("whoever reads the YAML finds what the JSON says: texts stay texts")
  void sameInYaml() {
    String json =
        """
        {"version":"2.00","hash":"0000","id":10,"none":null,"yes":"yes","lines":"a\\nb","list":["1e5"]}\
        """;

    String yaml = Format.yaml(json);

    assertThat(new YAMLMapper().readTree(yaml)).isEqualTo(JsonMapper.shared().readTree(json));
    assertThat(yaml).contains("version: \"2.00\"\n", "id: 10\n");
  }
}
