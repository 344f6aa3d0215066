package dev.weir.wccp.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;

/// Any octets as the body of a component, whose type is the first of them (§3.0.2).
final class ComponentFuzzTest {
  private static final int TYPE_AND_LENGTH_OCTETS = 4;

  private final ComponentCodec codec = new ComponentCodec(BucketOctet.DRAFT);

  @FuzzTest
  void read(byte[] octets) {
    if (octets.length > 0) {
      int type = octets[0] & 0xff;
      DecodingRules.read(
          new WireReader(octets, 1, octets.length),
          in -> codec.read(type, in),
          component -> {
            var out = new WireWriter();
            codec.write(component, out);
            byte[] again = out.toOctets();
            return new WireReader(again, TYPE_AND_LENGTH_OCTETS, again.length);
          });
    }
  }
}
