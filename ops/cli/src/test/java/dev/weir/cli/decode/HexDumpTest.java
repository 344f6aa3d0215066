package dev.weir.cli.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A hex dump")
final class HexDumpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        000000  00 00 00 0d 02 00 00 38 00 00 00 04 00 00 00 00
        000010  de ad be ef
        000014
        """,
        """
        0000  00 00 00 0d 02 00 00 38 00 00 00 04 00 00 00 00   .......8........
        0010  de ad be ef                                       ab c
        """,
        """
        00000000: 0000 000d 0200 0038 0000 0004 0000 0000  .......8........
        00000010: dead beef                                ....
        """,
        """
        00000000  00 00 00 0d 02 00 00 38  00 00 00 04 00 00 00 00  |.......8........|
        00000010  de ad be ef                                       |....|
        00000014
        """,
        "# plain\n0000000d 02000038 00000004 00000000 deadbeef",
        "0000000d02000038\n0000000400000000deadbeef\n",
        "00:00:00:0d:02:00:00:38:00:00:00:04:00:00:00:00:de:ad:be:ef",
        "0x00 0x00 0x00 0x0d 0x02 0x00 0x00 0x38 0x00 0x00 0x00 0x04 0x00 0x00 0x00 0x00"
            + " 0xde 0xad 0xbe 0xef"
      })
  @DisplayName("is read as tshark, xxd, hexdump and text2pcap have it, and without offsets")
  void reads(String text) {
    assertThat(HexDump.parse(text))
        .singleElement()
        .extracting(HexFormat.of()::formatHex)
        .isEqualTo("0000000d020000380000000400000000deadbeef");
  }

  @Test
  @DisplayName("may hold several messages, each from offset 0")
  void several() {
    assertThat(HexDump.parse("0000  0a 0b\n0002  0c\n\n0000  0d\n")).hasSize(2);
    assertThat(HexDump.parse("\n# nothing\n")).isEmpty();
  }

  @Test
  @DisplayName("names the line that is none, and is bounded")
  void refuses() {
    assertThatThrownBy(() -> HexDump.parse("0a0b\nhello")).hasMessage("line 2 is no hex dump");
    assertThatThrownBy(() -> HexDump.parse("0a0")).hasMessage("line 1 is no hex dump");
    assertThatThrownBy(() -> HexDump.parse("00".repeat(65_536))).hasMessageContaining("65535");
  }
}
