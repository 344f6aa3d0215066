package dev.weir.wccp.codec;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The messages recorded under `vectors/`, and the passwords they were made with.
public final class Vectors {
  /// Every recorded message.
  public static final List<String> ALL =
      List.of(
          "01-v1-here-i-am",
          "02-v1-i-see-you",
          "03-v1-assign-bucket",
          "04-v2-hia-first",
          "05-v2-isy-first",
          "06-v2-hia-second",
          "07-v2-isy-usable-md5",
          "08-v2-redirect-assign-hash",
          "09-v2-isy-assigned",
          "10-v2-isy-multicast",
          "11-v2-hia-mask",
          "12-v2-redirect-assign-mask",
          "13-v2-isy-mask-assigned",
          "14-v2-removal-query",
          "15-v2-hia-shutdown",
          "16-v2-isy-shutdown-response",
          "17-v201-hia-noassign-timers",
          "18-v201-hia-vbit",
          "19-v201-hia-ipv6",
          "20-v201-redirect-assign-altmask",
          "21-v201-isy-altmap");

  private Vectors() {}

  /// The octets of one recorded message.
  public static byte[] octets(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name + ".hex")) {
      if (in == null) {
        throw new IllegalArgumentException("no vector " + name);
      }
      var hex = new StringBuilder();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && line.length() > 8)
          .forEach(line -> hex.append(line.substring(8).replace(" ", "")));
      return HexFormat.of().parseHex(hex);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A codec with the security that a recorded message was made with.
  public static MessageCodec codec(String name) {
    if (name.contains("v1-")) {
      return MessageCodec.version1();
    }
    var security =
        name.contains("md5")
            ? Security.md5("cisco123")
            : name.startsWith("11") ? Security.md5("foo") : Security.NONE;
    return new MessageCodec(
        Map.of(
            ServiceGroup.WEB_CACHE,
            security,
            new ServiceGroup(ServiceGroup.Type.DYNAMIC, 70),
            security));
  }

  /// The message of a vector, which must decode.
  public static Message message(String name) {
    return switch (codec(name).decode(octets(name))) {
      case Decoded.Accepted(Message message) -> message;
      case Decoded.Rejected rejected -> throw new AssertionError(name + ": " + rejected);
    };
  }
}
