package dev.weir.wccp.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any octets, without security, for a member of every group (§3.0.1).
final class MessageFuzzTest {
  private static final MessageCodec CODEC = Datagrams.everyGroup(Security.NONE);

  @FuzzTest
  void decode(byte[] datagram) {
    DecodingRules.decode(CODEC, datagram);
  }
}
