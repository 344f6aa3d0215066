package dev.weir.cache.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyHashTest {
  private static final KeyHash.Secret SECRET =
      new KeyHash.Secret(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

  @ParameterizedTest(name = "{0} octets")
  @CsvSource({
    "0, a3817f04ba25a8e66df67214c7550293",
    "1, da87c1d86b99af44347659119b22fc45",
    "2, 8177228da4a45dc7fca38bdef60affe4",
    "3, 9c70b60c5267a94e5f33b6b02985ed51"
  })
  @DisplayName("SipHash-2-4-128 gives the vectors of its authors")
  void vectors(int length, String expected) {
    byte[] input = new byte[length];
    for (int i = 0; i < length; i++) {
      input[i] = (byte) i;
    }
    KeyHash hash = SECRET.hash(input, 0, length);
    byte[] octets =
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(hash.low())
            .putLong(hash.high())
            .array();
    assertThat(HexFormat.of().formatHex(octets)).isEqualTo(expected);
  }

  @Test
  @DisplayName("a key and the octets of its URL have one hash; another secret gives another")
  void ofKey() {
    var key = new CacheKey("http", "a.test", "/path?query=1");
    byte[] url = "xhttp://a.test/path?query=1".getBytes(StandardCharsets.US_ASCII);

    assertThat(SECRET.hash(key)).isEqualTo(SECRET.hash(url, 1, url.length));
    assertThat(SECRET.hash(key)).isNotEqualTo(new KeyHash.Secret(0, 1).hash(key));
    assertThat(SECRET.hash(key)).isNotEqualTo(SECRET.hash(url, 0, url.length));
  }
}
