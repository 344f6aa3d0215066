package dev.weir.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Cleaning up after a lab")
final class SweepTest {
  @TempDir private Path parent;

  @Test
  @DisplayName("ends the recorded process, also one that does not listen, and removes the files")
  void cleans() throws Exception {
    Process stubborn =
        new ProcessBuilder("sh", "-c", "trap '' TERM; while :; do sleep 0.1; done").start();
    Process other = new ProcessBuilder("sleep", "100").start();
    Path all = parent.resolve("netns");
    Path one = Files.createDirectories(all.resolve("weir-x"));
    Path made = one.resolve("resolv.conf");
    Files.writeString(made, "nameserver 10.0.9.53\n");
    try (StateFolder state = state()) {
      remember(state, stubborn);
      state.record(new StateFolder.Made.PathMade(all));
      state.record(new StateFolder.Made.PathMade(one));
      state.record(new StateFolder.Made.PathMade(made));
      var sweep = new Sweep(state);
      assertThat(sweep.left()).hasSize(4);

      sweep.clean();

      assertThat(sweep.left()).isEmpty();
      assertThat(stubborn.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(all).doesNotExist();
      assertThat(other.isAlive()).isTrue();
      sweep.clean();
    } finally {
      other.destroyForcibly();
      stubborn.destroyForcibly();
    }
  }

  @Test
  @DisplayName("leaves a process alone that merely has the pid of a recorded one")
  void sparesStrangers() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "100").start();
    try (StateFolder state = state()) {
      String stat = Files.readString(Path.of("/proc", Long.toString(stranger.pid()), "stat"));
      long start = ProcessIdentity.fromStat(stat).orElseThrow().startTicks();
      Files.writeString(
          state.nextChildFile(), stat.replace(" " + start + " ", " " + (start - 1) + " "));

      new Sweep(state).clean();

      assertThat(new Sweep(state).left()).isEmpty();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  @DisplayName("leaves a folder alone that holds somebody else's file")
  void sparesOthersFiles() throws Exception {
    Path folder = Files.createDirectory(parent.resolve("netns"));
    Files.writeString(folder.resolve("not-ours"), "x");
    try (StateFolder state = state()) {
      state.record(new StateFolder.Made.PathMade(folder));

      new Sweep(state).clean();

      assertThat(folder.resolve("not-ours")).exists();
    }
  }

  private StateFolder state() throws Exception {
    StateFolder state = StateFolder.take(parent.resolve("state")).orElseThrow();
    state.begin();
    return state;
  }

  private static void remember(StateFolder state, Process process) throws Exception {
    Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
    Files.writeString(state.nextChildFile(), Files.readString(stat));
  }
}
