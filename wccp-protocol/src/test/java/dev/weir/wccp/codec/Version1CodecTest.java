package dev.weir.wccp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.codec.Decoded.Cause;
import dev.weir.wccp.codec.Decoded.Rejected;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Version1CodecTest {
  private static final int COUNT_AT = 19;

  @ParameterizedTest
  @CsvSource({"3, TRUNCATED", "32, TRUNCATED", "33, COUNT", "255, COUNT"})
  @DisplayName("§8.1-13 a list longer than the datagram is refused; what is missing is not 0.0.0.0")
  void listBeyondDatagram(int count, Cause cause) {
    assertThat(decode("02-v1-i-see-you", COUNT_AT, count))
        .isInstanceOfSatisfying(Rejected.class, it -> assertThat(it.cause()).isEqualTo(cause));
  }

  @Test
  @DisplayName("§2.2 a list shorter than the datagram is taken as far as it goes")
  void listWithinDatagram() {
    assertThat(decode("02-v1-i-see-you", COUNT_AT, 1)).isInstanceOf(Decoded.Accepted.class);
  }

  @Test
  @DisplayName("§2.3 a bucket of a cache beyond the list spoils an ASSIGN_BUCKET; 0xFF is nobody")
  void indexBeyondList() {
    int lastBucket = Vectors.octets("03-v1-assign-bucket").length - 1;

    assertThat(decode("03-v1-assign-bucket", lastBucket, 2))
        .isInstanceOfSatisfying(
            Rejected.class, it -> assertThat(it.cause()).isEqualTo(Cause.VALUE));
    assertThat(decode("03-v1-assign-bucket", lastBucket, 0xff))
        .isInstanceOf(Decoded.Accepted.class);
  }

  private static Decoded decode(String vector, int offset, int octet) {
    byte[] datagram = Vectors.octets(vector);
    datagram[offset] = (byte) octet;
    return MessageCodec.version1().decode(datagram);
  }
}
