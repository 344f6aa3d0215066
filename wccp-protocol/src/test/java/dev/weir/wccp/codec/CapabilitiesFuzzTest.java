package dev.weir.wccp.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;

/// Any octets as a list of capabilities (§3.10).
final class CapabilitiesFuzzTest {
  @FuzzTest
  void read(byte[] octets) {
    DecodingRules.read(
        new WireReader(octets, 0, octets.length),
        ElementCodec::capabilities,
        elements -> {
          var out = new WireWriter();
          ElementCodec.capabilities(elements, out);
          return new WireReader(out.toOctets(), 0, out.length());
        });
  }
}
