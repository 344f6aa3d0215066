package dev.weir.wccp.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;

/// Any octets as a list of commands (§3.15).
final class CommandsFuzzTest {
  @FuzzTest
  void read(byte[] octets) {
    DecodingRules.read(
        new WireReader(octets, 0, octets.length),
        ElementCodec::commands,
        commands -> {
          var out = new WireWriter();
          ElementCodec.commands(commands, out);
          return new WireReader(out.toOctets(), 0, out.length());
        });
  }
}
