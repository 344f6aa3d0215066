package dev.weir.node.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.message.ServiceGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("§4.3 change numbers survive a restart")
final class ChangeNumbersTest {
  private static final Instant CLOCK = Instant.ofEpochSecond(1_700_000_000);
  private static final ServiceGroup WEB = ServiceGroup.WEB_CACHE;
  private static final ServiceGroup OTHER = new ServiceGroup(ServiceGroup.Type.DYNAMIC, 90);

  @TempDir Path folder;

  @Test
  @DisplayName("without a file the seconds of the wall clock are the first number")
  void noFile() throws Exception {
    assertThat(numbers().first(WEB, CLOCK)).isEqualTo(1_700_000_000);
  }

  @Test
  @DisplayName("after a restart the first number is above the last, even if the clock went back")
  void above() throws Exception {
    numbers().use(WEB, 1_700_000_005);

    assertThat(numbers().first(WEB, CLOCK)).isEqualTo(1_700_000_006);
    assertThat(numbers().first(WEB, CLOCK.plusSeconds(60))).isEqualTo(1_700_000_060);
    assertThat(numbers().first(OTHER, CLOCK)).isEqualTo(1_700_000_000);
  }

  @Test
  @DisplayName("each group has its own, numbers are unsigned, and a smaller one lowers nothing")
  void unsigned() throws Exception {
    var numbers = numbers();
    numbers.use(WEB, 0xffff_fff0);
    numbers.use(WEB, 7);
    numbers.use(OTHER, 1_800_000_000);

    assertThat(numbers().first(WEB, CLOCK)).isEqualTo(0xffff_fff1);
    assertThat(numbers().first(OTHER, CLOCK)).isEqualTo(1_800_000_001);
  }

  @Test
  @DisplayName("who has lost the file begins by chance above what routers show, others right there")
  void lead() throws Exception {
    numbers().use(WEB, 1_700_000_005);
    var random = new Random(1);

    assertThat(numbers().numbering(WEB, CLOCK, random))
        .isEqualTo(new CacheSettings.Numbering(1_700_000_006, 0));
    assertThat(numbers().numbering(OTHER, CLOCK, random).lead())
        .isBetween(1, CacheSettings.Numbering.LEAD_MAX);
  }

  @Test
  @DisplayName("lines that cannot be read tell nothing")
  void nonsense() throws Exception {
    Files.writeString(
        file(), "standard-0 many\n\ndynamic-90 1800000000 3\nstandard-0 1800000000\n");

    assertThat(numbers().first(WEB, CLOCK)).isEqualTo(1_800_000_001);
    assertThat(numbers().first(OTHER, CLOCK)).isEqualTo(1_700_000_000);
  }

  @Test
  @DisplayName("a folder that cannot be written is told; the number counts all the same")
  void unwritable() throws Exception {
    Path blocked = Files.writeString(folder.resolve("blocked"), "a file, no folder");
    var numbers = ChangeNumbers.unknown(blocked.resolve("numbers"));

    assertThatThrownBy(() -> numbers.use(WEB, 1_800_000_000)).isInstanceOf(IOException.class);
    assertThat(numbers.first(WEB, CLOCK)).isEqualTo(1_800_000_001);
  }

  private ChangeNumbers numbers() throws IOException {
    return ChangeNumbers.read(file());
  }

  private Path file() {
    return folder.resolve("change-numbers");
  }
}
