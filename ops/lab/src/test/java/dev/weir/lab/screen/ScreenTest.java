package dev.weir.lab.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lab's screen")
final class ScreenTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  @DisplayName("cuts a line at 110 columns, in plain ASCII")
  void cutsLines() {
    screen(false).line("x".repeat(200));

    assertThat(lines()).containsExactly("x".repeat(110));
  }

  @Test
  @DisplayName("shows details only with -v")
  void showsDetailsWhenAsked() {
    screen(false).detail("quiet");
    screen(true).detail("loud");

    assertThat(lines()).containsExactly("     | loud");
  }

  @Test
  @DisplayName("says nothing once muted but the last word")
  void keepsQuiet() {
    Screen screen = screen(true);
    screen.mute();
    screen.line("line");
    screen.timed("timed");
    screen.detail("detail");
    screen.lastWord("end");

    assertThat(lines()).containsExactly("end");
  }

  @Test
  @DisplayName("puts a time at the right end, with at least one blank before it")
  void putsTimeAtTheEnd() {
    assertThat(Screen.withEnd("short", "4.6 s"))
        .hasSize(108)
        .startsWith("short ")
        .endsWith("4.6 s");
    assertThat(Screen.withEnd("x".repeat(120), "4.6 s")).endsWith("x 4.6 s");
    assertThat(Screen.seconds(4_551)).isEqualTo("4.6 s");
  }

  private Screen screen(boolean verbose) {
    return new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8), verbose);
  }

  private String[] lines() {
    return shown.toString(StandardCharsets.UTF_8).split("\n");
  }
}
