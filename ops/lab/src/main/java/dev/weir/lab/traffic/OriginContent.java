package dev.weir.lab.traffic;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// What an origin serves under a URL: the same octets for the same URL, always.
///
/// So a client can tell a right body from a wrong one without having seen it before.
public final class OriginContent {
  /// The largest body, in octets.
  public static final int BODY_BYTES_MAX = 6_144;

  /// The response field with the sum of what a POST has brought.
  public static final String SUM_FIELD = "X-Received";

  /// Where only one client is let in; to others it says 403.
  public static final String MEMBERS = "/members/";

  /// What the origins say anybody may keep, and share.
  public static final String PUBLIC = "/public/";

  /// What the origins say can be purged by the surrogate key [#KEY].
  public static final String TAGGED = "/tagged/";

  /// The surrogate key of some.
  public static final String KEY = "news";

  private static final int BODY_BYTES_MIN = 200;

  private OriginContent() {}

  /// The body of a URL: 200 to 6144 octets of text that name it.
  public static byte[] body(String host, String path) {
    String line = "http://" + host + path + "\n";
    int size = BODY_BYTES_MIN + (int) (sum(line) % (BODY_BYTES_MAX - BODY_BYTES_MIN));
    return line.repeat(size / line.length() + 1)
        .substring(0, size)
        .getBytes(StandardCharsets.UTF_8);
  }

  /// The entity tag of a URL, with its quotes.
  public static String etag(String host, String path) {
    return "\"" + Long.toHexString(sum(host + path)) + "\"";
  }

  /// Length and checksum of octets, by which a receiver tells its sender that they are whole.
  public static String sum(byte[] octets) {
    var crc = new CRC32();
    crc.update(octets);
    return octets.length + "-" + Long.toHexString(crc.getValue());
  }

  private static long sum(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
