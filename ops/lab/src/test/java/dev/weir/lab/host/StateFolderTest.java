package dev.weir.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The state folder")
final class StateFolderTest {
  @TempDir private Path parent;

  @Test
  @DisplayName("gives back what was written down, in order, to the next lab")
  void remembers() throws IOException {
    var namespace = new StateFolder.Made.Namespace("weir-test");
    var path = new StateFolder.Made.PathMade(parent.resolve("a file with blanks"));
    try (StateFolder first = take()) {
      first.begin();
      first.record(namespace);
      first.record(path);
    }
    try (StateFolder next = take()) {
      assertThat(next.made()).containsExactly(namespace, path);
      assertThat(StateFolder.owner(folder()))
          .map(ProcessIdentity::pid)
          .contains(ProcessHandle.current().pid());
    }
  }

  @Test
  @DisplayName("leaves out a line that a kill cut short, and lines it does not know")
  void skipsBrokenLines() throws IOException {
    try (StateFolder state = take()) {
      state.begin();
      Files.writeString(folder().resolve("made"), "namespace weir-a\nfuture x\npath rel\nna");
      assertThat(state.made()).containsExactly(new StateFolder.Made.Namespace("weir-a"));

      Path child = state.nextChildFile();
      Files.writeString(child, "");
      assertThat(state.children()).isEmpty();
    }
  }

  @Test
  @DisplayName("is one lab's at a time")
  void isExclusive() throws IOException {
    try (StateFolder first = take()) {
      first.begin();
      assertThat(StateFolder.take(folder())).isEmpty();
    }
    try (StateFolder second = take()) {
      assertThat(second.made()).isEmpty();
    }
  }

  @Test
  @DisplayName("vanishes with everything in it")
  void vanishes() throws IOException {
    StateFolder state = take();
    state.begin();
    Files.writeString(state.run().resolve("log"), "x", StandardOpenOption.CREATE);
    state.remove();

    assertThat(folder()).doesNotExist();
  }

  @Test
  @DisplayName("reads /proc/PID/stat whatever the program's name is")
  void readsStat() {
    String rest = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21";
    assertThat(ProcessIdentity.fromStat("42 (a) b (c)" + rest))
        .contains(new ProcessIdentity(42, 4711));
    for (String wrong : List.of("", "42 (a", "(a)" + rest, "x (a)" + rest, "42 (a) S 1 2")) {
      assertThat(ProcessIdentity.fromStat(wrong)).isEmpty();
    }
    ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(self.lives()).isTrue();
    assertThat(new ProcessIdentity(self.pid(), self.startTicks() + 1).lives()).isFalse();
  }

  private Path folder() {
    return parent.resolve("state");
  }

  private StateFolder take() throws IOException {
    return StateFolder.take(folder()).orElseThrow();
  }
}
