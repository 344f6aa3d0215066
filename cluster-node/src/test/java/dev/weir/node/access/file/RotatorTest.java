package dev.weir.node.access.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.access.octets.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RotatorTest {
  private static final Rotation BY_SIZE = new Rotation(Optional.of(10L), Optional.empty(), 2, true);
  private static final Rotation BY_DAY =
      new Rotation(Optional.empty(), Optional.of(Duration.ofDays(1)), 2, false);

  @TempDir private Path folder;
  private final List<IOException> failures = new CopyOnWriteArrayList<>();
  private Path path = Path.of("/");
  private Instant now = Instant.parse("2026-11-22T11:43:00.042Z");

  @BeforeEach
  void place() {
    path = folder.resolve("access.log");
  }

  @ParameterizedTest
  @CsvSource({
    "9, 0, 1, false",
    "10, 0, 1, true",
    "0, 0, 90000000, false",
    "1, 0, 86399999, false",
    "1, 86399999, 86400000, true",
    "1, 86400000, 172799999, false",
    "1, 172800000, 86400000, false",
  })
  @DisplayName(
      "a file is old from its size on, and from the next day of UTC on; an empty one never")
  void due(long size, long written, long now, boolean due) {
    var both = new Rotation(Optional.of(10L), Optional.of(Duration.ofDays(1)), 1, true);
    assertThat(both.isDue(size, written, now)).isEqualTo(due);
  }

  @Test
  @DisplayName("by size: no line is lost or torn, the newest files stay, compressed")
  void bySize() throws IOException {
    try (var file = LogFile.open(path);
        var rotator = rotator(file, BY_SIZE)) {
      for (int i = 0; i < 5; i++) {
        append(file, "line " + i + " 0123456789\n");
        rotator.look(true);
        append(file, "rest\n");
        rotator.look(true);
      }
    }
    restarted(BY_SIZE);
    assertThat(Files.readString(path)).isEqualTo("rest\n");
    assertThat(old())
        .containsExactly(
            "access.log.20261122T114300.045Z.gz", "access.log.20261122T114300.046Z.gz");
    assertThat(unzipped("access.log.20261122T114300.046Z.gz"))
        .isEqualTo("rest\nline 4 0123456789\n");
    assertThat(failures).isEmpty();
  }

  @Test
  @DisplayName("by time: with the first look of the next day, also of a file from before the start")
  void byTime() throws IOException {
    try (var file = LogFile.open(path);
        var rotator = rotator(file, BY_DAY)) {
      append(file, "today\n");
      rotator.look(true);
      now = Instant.parse("2026-11-22T23:59:59.999Z");
      rotator.look(false);
      assertThat(old()).isEmpty();
      now = Instant.parse("2026-11-23T00:00:00Z");
      rotator.look(false);
      assertThat(old()).containsExactly("access.log.20261123T000000.000Z");
      append(file, "tomorrow\n");
      rotator.look(true);
    }
    Files.setLastModifiedTime(path, java.nio.file.attribute.FileTime.from(now));
    now = Instant.parse("2026-11-25T08:00:00Z");
    try (var file = LogFile.open(path);
        var rotator = rotator(file, BY_DAY)) {
      rotator.look(false);
    }
    assertThat(old()).hasSize(2).contains("access.log.20261125T080000.000Z");
  }

  @Test
  @DisplayName("what a crash has left is finished or done anew; files of others stay")
  void crashed() throws IOException {
    Files.writeString(folder.resolve("access.log.20261120T000000.000Z"), "half");
    Files.writeString(folder.resolve("access.log.20261120T000000.000Z.gz.part"), "torn");
    Files.writeString(folder.resolve("access.log.20261121T000000.000Z"), "whole");
    Files.writeString(folder.resolve("access.log.20261121T000000.000Z.gz"), "not yet synced");
    Files.writeString(folder.resolve("access.log.20261119T000000.000Z.gz"), "too old");
    Files.writeString(folder.resolve("access.log.20261118T000000.000Z.gz.part"), "too old");
    Files.writeString(folder.resolve("access.log.1"), "another's");
    Files.writeString(folder.resolve("other.log.20261101T000000.000Z"), "another's");

    Files.writeString(path, "");
    restarted(BY_SIZE);

    assertThat(old())
        .containsExactly(
            "access.log.1",
            "access.log.20261120T000000.000Z.gz",
            "access.log.20261121T000000.000Z.gz",
            "other.log.20261101T000000.000Z");
    assertThat(unzipped("access.log.20261120T000000.000Z.gz")).isEqualTo("half");
    assertThat(unzipped("access.log.20261121T000000.000Z.gz")).isEqualTo("whole");
  }

  @Test
  @DisplayName("where no new file can be made it goes on in the old one, and tries a minute later")
  void noNewFile() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path moved = folder.resolve("moved");
    path = inner.resolve("access.log");
    try (var file = LogFile.open(path);
        var rotator = rotator(file, BY_SIZE)) {
      append(file, "0123456789\n");
      Files.move(inner, moved);
      assertThatThrownBy(() -> rotator.look(true)).isInstanceOf(IOException.class);
      append(file, "more\n");
      rotator.look(true);
      assertThat(Files.readString(moved.resolve("access.log"))).isEqualTo("0123456789\nmore\n");
      Files.createDirectory(inner);
      now = now.plusSeconds(60);
      rotator.look(true);
      append(file, "new\n");
      assertThat(Files.readString(path)).isEqualTo("new\n");
    }
  }

  /// Has all that is left done.
  private void restarted(Rotation rotation) throws IOException {
    try (var file = LogFile.open(path);
        var rotator = rotator(file, rotation)) {
      dev.weir.node.Soon.passes(() -> {
        assertThat(old()).noneMatch(it -> it.endsWith(".part") || it.matches("access.*Z"));
        assertThat(old().stream().filter(it -> it.endsWith("Z.gz")))
            .hasSizeLessThanOrEqualTo(rotation.keep());
      });
      rotator.look(false);
    }
  }

  private Rotator rotator(LogFile file, Rotation rotation) throws IOException {
    return new Rotator(file, rotation, failures::add, () -> now);
  }

  private static void append(LogFile file, String line) throws IOException {
    var lines = new Lines();
    file.append(lines.ascii(line));
  }

  private List<String> old() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> !it.equals("access.log"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String unzipped(String name) throws IOException {
    try (var from = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
      return new String(from.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
