package dev.weir.wccp.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any octets behind a right digest: what somebody with the password can send (§3.1).
final class SignedMessageFuzzTest {
  private static final Security SECURITY = Security.md5("cisco123");
  private static final MessageCodec CODEC = Datagrams.everyGroup(SECURITY);

  @FuzzTest
  void decode(byte[] datagram) {
    DecodingRules.decode(CODEC, Datagrams.signed(datagram, SECURITY));
  }
}
