package dev.weir.wccp.message;

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
          "04-v2-hia-first",
          "05-v2-isy-first",
          "06-v2-hia-second",
          "07-v2-isy-usable-md5",
          "08-v2-redirect-assign-hash",
          "09-v2-isy-assigned",
          "10-v2-isy-multicast",
          "14-v2-removal-query",
          "15-v2-hia-shutdown",
          "16-v2-isy-shutdown-response");

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
    var security = name.contains("md5") ? Security.md5("cisco123") : Security.NONE;
    return new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, security));
  }

  /// The message of a vector, which must decode.
  public static Message message(String name) {
    return switch (codec(name).decode(octets(name))) {
      case Decoded.Accepted(Message message) -> message;
      case Decoded.Rejected rejected -> throw new AssertionError(name + ": " + rejected);
    };
  }
}
