package dev.weir.cache.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
  @ParameterizedTest
  @DisplayName("a body collected in pieces of any size is the body that came")
  @ValueSource(ints = {0, 1, 1023, 1024, 65_535, 65_536, 65_537, 200_000})
  void collects(int length) {
    byte[] octets = new byte[length];
    new Random(length).nextBytes(octets);
    var collector = new Body.Collector(length);
    for (int at = 0; at < length; ) {
      int piece = Math.min(1 + at % 7919, length - at);
      assertThat(collector.append(ByteBuffer.wrap(octets, at, piece))).isTrue();
      at += piece;
    }

    Body body = collector.finish();

    assertThat(body.length()).isEqualTo(length);
    assertThat(body.toArray()).isEqualTo(octets);
  }

  @Test
  @DisplayName("above the limit everything is forgotten, and stays so")
  void overflows() {
    var collector = new Body.Collector(10);
    assertThat(collector.append(ByteBuffer.allocate(10))).isTrue();

    assertThat(collector.append(ByteBuffer.allocate(1))).isFalse();

    assertThat(collector.append(ByteBuffer.allocate(0))).isFalse();
    assertThatThrownBy(collector::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("views walk a part chunk by chunk and cannot be written to")
  void views() {
    byte[] octets = new byte[150_000];
    new Random(1).nextBytes(octets);
    Body body = Body.of(octets);
    var walked = ByteBuffer.allocate(100_000);
    for (long at = 30_000; at < 130_000; ) {
      ByteBuffer view = body.view(at, 130_000);
      assertThat(view.isReadOnly()).isTrue();
      at += view.remaining();
      walked.put(view);
    }

    assertThat(walked.array()).isEqualTo(java.util.Arrays.copyOfRange(octets, 30_000, 130_000));
    assertThatThrownBy(() -> body.view(5, 5)).isInstanceOf(IllegalArgumentException.class);
  }
}
