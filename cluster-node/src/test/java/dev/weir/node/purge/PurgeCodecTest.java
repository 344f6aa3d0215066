package dev.weir.node.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.store.Purge;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PurgeCodecTest {

  @Test
  @DisplayName("a purge of each kind is read as it was written; anything else is none")
  void purges() {
    for (Purge.Kind kind : Purge.Kind.values()) {
      String text =
          switch (kind) {
            case HOST -> "a.test";
            case GROUP -> "http://a.test/#x";
            case URL, PREFIX, KEY, REGEX -> "http://a.test/x";
          };
      Purge purge = Purge.parse(kind, text).orElseThrow();
      assertThat(PurgeCodec.purge(PurgeCodec.encode(purge))).contains(purge);
    }
    byte[] good = PurgeCodec.encode(Purge.parse(Purge.Kind.HOST, "a.test").orElseThrow());
    for (int length = 0; length < 3; length++) {
      assertThat(PurgeCodec.purge(Arrays.copyOf(good, length))).isEmpty();
    }
    good[0] = 2;
    assertThat(PurgeCodec.purge(good)).as("version").isEmpty();
    good[0] = 1;
    good[1] = 'x';
    assertThat(PurgeCodec.purge(good)).as("kind").isEmpty();
    good[1] = 'h';
    good[2] = 'A';
    assertThat(PurgeCodec.purge(good)).as("not as we write it").isEmpty();
    var random = new SplittableRandom(28);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      PurgeCodec.purge(noise);
      assertThat(PurgeCodec.applied(noise).size()).isLessThanOrEqualTo(5);
    }
  }

  @Test
  @DisplayName("of what a node has applied the newest 512 are told")
  void applied() {
    var numbers = new LinkedHashSet<Long>();
    LongStream.range(0, 600).forEach(numbers::add);
    assertThat(PurgeCodec.applied(PurgeCodec.encode(numbers)))
        .containsExactlyElementsOf(LongStream.range(88, 600).boxed().toList());
  }

  @Test
  @DisplayName("a number is a key of sixteen digits")
  void keys() {
    assertThat(PurgeCodec.number(PurgeCodec.key(-7))).hasValue(-7);
    assertThat(PurgeCodec.number("ownership")).isEmpty();
    assertThat(PurgeCodec.number("00000000000000000")).isEmpty();
  }
}
