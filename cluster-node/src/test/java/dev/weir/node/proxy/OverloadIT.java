package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A node whose heap fills: it sheds before there is none.
@Timeout(120)
final class OverloadIT {
  @Test
  @DisplayName("E5 with 95 % of the heap in use connections end, with 98 % 503; then as before")
  void shedsBeforeOutOfMemory() throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      var said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(node.waitFor()).as(said).isZero();
      assertThat(said.lines().filter(line -> line.matches("[a-z]+ [0-9]{3} .*")))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("easy 200  "),
              line -> assertThat(line).startsWith("tight 200 close "),
              line -> assertThat(line).startsWith("short 503 close 10 "),
              line -> assertThat(line).startsWith("again 200  "));
    } finally {
      node.destroyForcibly();
    }
  }
}
