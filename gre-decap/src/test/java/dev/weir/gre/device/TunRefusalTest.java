package dev.weir.gre.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("G9 a packet that passed every check and that the TUN does not take")
class TunRefusalTest {
  @ParameterizedTest(name = "errno {0}: {1}")
  @DisplayName("is lost for want of room, or because the TUN is down or refuses it")
  @CsvSource({
    "11, TUN_FULL", // EAGAIN
    "105, TUN_FULL", // ENOBUFS
    "12, TUN_FULL", // ENOMEM
    "4, TUN_FULL", // EINTR
    "5, TUN_REFUSED", // EIO
    "22, TUN_REFUSED", // EINVAL
    "90, TUN_REFUSED" // EMSGSIZE
  })
  void lost(int errno, Verdict expected) {
    assertThat(TunDevice.verdictOf(errno)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "errno {0}")
  @DisplayName("is not the matter when the device itself is gone: that is a failure")
  @CsvSource({"77", "9", "19"}) // EBADFD, EBADF, ENODEV
  void failed(int errno) {
    assertThat(TunDevice.verdictOf(errno)).isEqualTo(Verdict.DELIVER);
  }
}
