package dev.weir.node.ownership.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HomeCodecTest {
  static Stream<HomeMessage> messages() {
    return Stream.of(
        new HomeMessage.WhereIs(-5, Optional.of(255)),
        new HomeMessage.WhereIs(5, Optional.empty()),
        new HomeMessage.Recall(BucketSet.of(IntStream.of(0, 200, 255))),
        new HomeMessage.Load(
            9, List.of(new HomeMessage.Busy(1, 2), new HomeMessage.Busy(3, 4)), List.of(-7L)),
        new HomeMessage.Load(0, List.of(), List.of()),
        new HomeMessage.Home(129),
        new HomeMessage.NotHere(),
        new HomeMessage.Noted());
  }

  @ParameterizedTest
  @MethodSource("messages")
  @DisplayName("what is written is read, and nothing shorter or longer is")
  void roundTrip(HomeMessage message) {
    byte[] octets = HomeCodec.encode(message);
    assertThat(HomeCodec.decode(octets)).contains(message);
    for (int length = 0; length < octets.length; length++) {
      assertThat(HomeCodec.decode(Arrays.copyOf(octets, length))).isEmpty();
    }
    assertThat(HomeCodec.decode(Arrays.copyOf(octets, octets.length + 1))).isEmpty();
  }

  @Test
  @DisplayName("records are read as they were, and part of one is none")
  void records() {
    var known = new KnownHosts();
    known.confirm(1, 200);
    known.confirm(2, 3);
    byte[] octets = HomeCodec.encode(known.recall(BucketSet.of(IntStream.of(0, 7))));
    assertThat(octets).hasSize(1 + 32 + 2 * 10);
    assertThat(HomeCodec.decode(octets).orElseThrow())
        .isInstanceOfSatisfying(
            HomeMessage.Records.class,
            it -> {
              assertThat(it.buckets().stream()).containsExactly(0, 7);
              assertThat(it.records().count()).isEqualTo(2);
            });
    assertThat(HomeCodec.decode(Arrays.copyOf(octets, octets.length - 1))).isEmpty();
  }

  @Test
  @DisplayName("whatever comes is read or refused")
  void total() {
    var random = new Random(5);
    for (int i = 0; i < 200_000; i++) {
      byte[] octets = new byte[random.nextInt(40)];
      random.nextBytes(octets);
      if (octets.length > 0) {
        octets[0] = (byte) random.nextInt(10);
      }
      Optional<HomeMessage> read = HomeCodec.decode(octets);
      read.filter(it -> !(it instanceof HomeMessage.Records))
          .ifPresent(it -> assertThat(HomeCodec.decode(HomeCodec.encode(it))).isEqualTo(read));
    }
  }
}
