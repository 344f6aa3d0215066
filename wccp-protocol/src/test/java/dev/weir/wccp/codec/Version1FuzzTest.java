package dev.weir.wccp.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any octets for a codec of WCCP1 (§2).
final class Version1FuzzTest {
  private static final MessageCodec CODEC = MessageCodec.version1();

  @FuzzTest
  void decode(byte[] datagram) {
    DecodingRules.decode(CODEC, datagram);
  }
}
