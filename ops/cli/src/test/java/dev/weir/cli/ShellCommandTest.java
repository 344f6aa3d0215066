package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `weir shell` without a terminal: lines in, plain text out.
final class ShellCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("words may be shortened as far as they stay clear; ambiguous ones are named")
  void shortens() {
    assertThat(shell("plan bu --nodes 0 --from x")).isEqualTo(2);
    assertThat(err.toString()).contains("--nodes is 1 to 32");
    assertThat(shell("sh c")).isEqualTo(2);
    assertThat(out.toString()).contains("% \"c\" is ambiguous: cache, clients, cluster, config");
    assertThat(shell("show sideways")).isEqualTo(2);
    assertThat(out.toString()).contains("% \"sideways\" is not one of access, buckets");
    assertThat(shell("d")).isEqualTo(2);
    assertThat(out.toString()).contains("ambiguous: decode, dns, doctor, drain");
  }

  @Test
  @DisplayName("? tells what may come next, of words, of options and after a bar")
  void tellsWhatComesNext() {
    assertThat(shell("show ?")).isZero();
    assertThat(out.toString()).contains("  buckets            The 256 buckets as a map");
    assertThat(shell("sh cl?")).isZero();
    assertThat(out.toString()).contains("  clients  ").contains("  cluster  ");
    assertThat(shell("show cache --w?")).isZero();
    assertThat(out.toString()).contains("  --watch  ");
    assertThat(shell("show cache | ?")).isZero();
    assertThat(out.toString()).contains("  include            Lines that match");
    assertThat(shell("nothing like it ?")).isZero();
    assertThat(out.toString()).contains("% Unrecognized command");
  }

  @Test
  @DisplayName("include, exclude, begin and count take lines, by an expression")
  void filters() {
    String asked = "generate router-config --for ios-11 --config nowhere.yaml";
    assertThat(shell(asked + " | include x")).isEqualTo(2);
    assertThat(lines("config schema router | include \"strict-rev200\" ")).hasSize(1);
    assertThat(lines("config schema router | count strict-rev200"))
        .containsExactly("Number of lines which match regexp = 1");
    assertThat(lines("config schema router | b \"on-demand\"").getFirst()).contains("on-demand");
    assertThat(lines("config schema router | exclude [a-z]"))
        .allMatch(it -> !it.matches(".*[a-z].*"));
    assertThat(lines("config schema router | sideways x").getFirst())
        .contains("\"sideways\" is not one of begin, count, exclude, include");
    assertThat(lines("config schema router | include (").getFirst()).contains("is no expression");
  }

  @Test
  @DisplayName("it ends with the code of the last command; exit ends it, remarks are passed over")
  void ends() {
    assertThat(shell("# a remark\n! another\n\nconfig schema router\n")).isZero();
    assertThat(shell("show cache --admin nonsense\nconfig schema router\nexit\nnonsense\n"))
        .isZero();
    assertThat(shell("config schema router\nshow cache --admin nonsense")).isEqualTo(2);
    assertThat(shell("lab")).as("what runs for long is not begun in a session").isEqualTo(2);
  }

  @Test
  @DisplayName("--admin of the session is that of its commands, unless they say another")
  void asksWhomTheSessionMeans() {
    assertThat(shell("show cache", "--admin", "127.0.0.1:1")).isEqualTo(3);
    assertThat(err.toString()).contains("answers at 127.0.0.1:1 ");
    assertThat(shell("show cache --admin 127.0.0.1:2", "--admin", "127.0.0.1:1")).isEqualTo(3);
    assertThat(err.toString()).contains("answers at 127.0.0.1:2 ");
  }

  private java.util.List<String> lines(String typed) {
    out.getBuffer().setLength(0);
    shell(typed);
    return out.toString().lines().toList();
  }

  private int shell(String typed, String... options) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    try {
      var words = new java.util.ArrayList<String>(java.util.List.of("shell"));
      words.addAll(java.util.List.of(options));
      return Main.commandLine()
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .execute(words.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }
}
