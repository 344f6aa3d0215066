package dev.weir.cli.decode;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads octets from text: dumps with offsets, as `tshark -x`, `xxd`, `hexdump -C` and text2pcap
/// have them, or hexadecimal digits and nothing else.
///
/// A line whose offset is 0 begins the next message. Lines that begin with `#` are comments.
final class HexDump {
  private static final int OCTETS_MAX = 65_535;
  private static final Pattern WITH_OFFSET =
      Pattern.compile("([0-9a-fA-F]{4,8})(:| (?= *[0-9a-fA-F]{2}(?: |$))| *$)(.*)");
  private static final Pattern TEXT_COLUMN = Pattern.compile(" {3}.*|\\|.*");
  private static final Pattern TEXT_COLUMN_XXD = Pattern.compile("(?<=\\S) {2}.*");
  private static final Pattern DIGITS = Pattern.compile("(?:[0-9a-fA-F]{2})+");

  private final List<byte[]> messages = new ArrayList<>();
  private final ByteArrayOutputStream present = new ByteArrayOutputStream();

  private HexDump() {}

  /// The messages in a text.
  ///
  /// @throws IllegalArgumentException with a sentence, when a line is no hex dump
  static List<byte[]> parse(String text) {
    var dump = new HexDump();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String digits = line.strip();
      if (!digits.isEmpty() && !digits.startsWith("#") && !dump.take(digits)) {
        throw new IllegalArgumentException("line " + number + " is no hex dump");
      }
    }
    dump.end();
    return dump.messages;
  }

  private boolean take(String line) {
    Matcher offset = WITH_OFFSET.matcher(line);
    String octets = line;
    if (offset.matches()) {
      boolean xxd = offset.group(2).equals(":");
      if (Long.parseLong(offset.group(1), 16) == 0) {
        end();
      }
      octets = offset.group(3).strip();
      octets = TEXT_COLUMN.matcher(octets).replaceAll("");
      octets = xxd ? TEXT_COLUMN_XXD.matcher(octets).replaceAll("") : octets;
    }
    String digits = octets.replaceAll("[ :]|0x", "");
    if (!digits.isEmpty() && !DIGITS.matcher(digits).matches()) {
      return false;
    }
    if (present.size() + digits.length() / 2 > OCTETS_MAX) {
      throw new IllegalArgumentException("more than " + OCTETS_MAX + " octets for one message");
    }
    present.writeBytes(java.util.HexFormat.of().parseHex(digits));
    return true;
  }

  private void end() {
    if (present.size() > 0) {
      messages.add(present.toByteArray());
      present.reset();
    }
  }
}
