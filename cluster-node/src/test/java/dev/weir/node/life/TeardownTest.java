package dev.weir.node.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class TeardownTest {
  private final Teardown teardown = new Teardown();
  private final List<String> undone = new ArrayList<>();

  @Test
  @DisplayName("the last thing is undone first, each once")
  void order() throws HostException {
    teardown.then(() -> undone.add("rules"));
    teardown.then(() -> undone.add("devices"));

    teardown.close();
    teardown.close();

    assertThat(undone).containsExactly("devices", "rules");
  }

  @Test
  @DisplayName("whatever one step throws, the others are undone, and the first failure is told")
  void failures() {
    teardown.then(() -> undone.add("rules"));
    teardown.then(() -> {
      throw new IOException("the port");
    });
    teardown.then(() -> {
      throw new IllegalStateException("the grid");
    });

    assertThatThrownBy(teardown::close)
        .isInstanceOf(HostException.class)
        .hasMessageContaining("the grid")
        .satisfies(it -> assertThat(it.getSuppressed()).hasSize(1));
    assertThat(undone).containsExactly("rules");
  }
}
