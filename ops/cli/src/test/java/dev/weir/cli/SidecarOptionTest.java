package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("--sidecar ADDRESS:PORT")
final class SidecarOptionTest {
  private static final String NODE =
      """
      node: {name: cache-1, address: 192.0.2.11}
      wccp: {routers: [192.0.2.1]}
      gre: {interface: n0}
      dns: {servers: [192.0.2.53]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest(name = "weir {0}")
  @ValueSource(strings = {"node", "intercept plan", "intercept install", "intercept show"})
  @DisplayName("is read beside the file, and refused where others could reach it")
  void read(String command, @TempDir Path folder) throws IOException {
    String file = Files.writeString(folder.resolve("node.yaml"), NODE).toString();

    assertThat(weir(command, "--config", file, "--sidecar", "192.0.2.7:3129")).isEqualTo(2);
    assertThat(err.toString()).as("known as an option").isEmpty();
  }

  @Test
  @DisplayName("is a finding of the doctor where others could reach it")
  void doctor(@TempDir Path folder) throws IOException {
    String file = Files.writeString(folder.resolve("node.yaml"), NODE).toString();
    weir("doctor", "--config", file, "--admin", "127.0.0.1:1");
    assertThat(out.toString()).doesNotContain("WD-010-config");

    weir("doctor", "--config", file, "--admin", "127.0.0.1:1", "--sidecar", "192.0.2.7:3129");
    assertThat(out.toString()).contains("WD-010-config", "192.0.2.7 is no loopback address");
  }

  @ParameterizedTest(name = "weir {0}")
  @ValueSource(
      strings = {"node", "intercept plan", "intercept install", "intercept show", "doctor"})
  @DisplayName("that is no address is refused with what is wrong")
  void refused(String command) {
    assertThat(weir(command, "--config", "node.yaml", "--sidecar", "nowhere")).isEqualTo(2);
    assertThat(err.toString()).contains("'--sidecar'", "nowhere");
  }

  private int weir(String command, String... options) {
    var line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(
        Stream.concat(Stream.of(command.split(" ", -1)), Stream.of(options))
            .toArray(String[]::new));
  }
}
