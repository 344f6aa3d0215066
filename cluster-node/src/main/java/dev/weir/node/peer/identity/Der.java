package dev.weir.node.peer.identity;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Writes the few forms of DER (ITU-T X.690) that a certificate is made of. It reads none: what was
/// written is read back by the JDK.
final class Der {
  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int CONTEXT = 0x80;
  private static final int CONSTRUCTED = 0x20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  static byte[] set(byte[]... parts) {
    return value(SET, parts);
  }

  static byte[] truth() {
    return value(BOOLEAN, new byte[] {(byte) 0xff});
  }

  static byte[] integer(BigInteger number) {
    return value(INTEGER, number.toByteArray());
  }

  static byte[] octets(byte[] octets) {
    return value(OCTET_STRING, octets);
  }

  static byte[] text(String text) {
    return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Years of two digits up to 2049, of four from then on (RFC 5280 §4.1.2.5 Validity).
  static byte[] time(Instant at) {
    boolean early = at.isBefore(Instant.parse("2050-01-01T00:00:00Z"));
    String text = TIME.format(at);
    return value(
        early ? UTC_TIME : GENERALIZED_TIME,
        (early ? text.substring(2) : text).getBytes(StandardCharsets.US_ASCII));
  }

  /// Whole octets of bits, of which the last `unused` do not count.
  static byte[] bits(int unused, byte[] octets) {
    return value(BIT_STRING, new byte[] {(byte) unused}, octets);
  }

  /// A value whose type the context tells: the n-th alternative or option.
  static byte[] context(int number, boolean constructed, byte[] octets) {
    return value(CONTEXT | (constructed ? CONSTRUCTED : 0) | number, octets);
  }

  /// An object identifier such as `2.5.29.17`.
  static byte[] identifier(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    var octets = new ByteArrayOutputStream();
    octets.write(40 * Integer.parseInt(arcs[0]) + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >>> shift != 0) {
          octets.write(0x80 | ((arc >>> shift) & 0x7f));
        }
      }
      octets.write(arc & 0x7f);
    }
    return value(OBJECT_IDENTIFIER, octets.toByteArray());
  }

  private static byte[] value(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    var out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >>> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
