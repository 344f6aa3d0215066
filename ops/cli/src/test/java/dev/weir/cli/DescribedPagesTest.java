package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class DescribedPagesTest {
  @Test
  @DisplayName("openapi.json is held against answers: what is missing, or not described, is told")
  void complains() throws IOException {
    var pages = new DescribedPages();

    assertThat(pages.readable()).contains("/v1/buckets", "/v1/policy").doesNotContain("/metrics");
    for (String path : pages.readable()) {
      assertThat(pages.complaints(path, 200, "{\"unheardOf\":1}")).as(path).isNotEmpty();
    }
    assertThat(pages.complaints("/v1/drain", 200, "{}")).isNotEmpty();
  }
}
