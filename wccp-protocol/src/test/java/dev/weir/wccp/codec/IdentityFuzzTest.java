package dev.weir.wccp.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;

/// Any octets as a Web-Cache Identity Element in one of its four forms (§3.5).
final class IdentityFuzzTest {
  @FuzzTest
  void read(byte[] octets) {
    DecodingRules.read(
        new WireReader(octets, 0, octets.length),
        ElementCodec::cache,
        cache -> {
          var out = new WireWriter();
          ElementCodec.cache(cache, out);
          return new WireReader(out.toOctets(), 0, out.length());
        });
  }
}
