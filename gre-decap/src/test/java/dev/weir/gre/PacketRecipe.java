package dev.weir.gre;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// Builds packets from the vectors and a line of edits; decapsulation-cases.txt explains the words.
final class PacketRecipe {
  static final Inet4Address ROUTER = address("192.0.2.1");
  static final Inet4Address SECOND_ROUTER = address("192.0.2.2");
  static final Inet4Address NODE = address("192.0.2.11");
  static final Inet4Address PEER = address("192.0.2.12");
  static final Inet4Address FORWARDER = address("192.0.2.13");

  private byte[] packet;
  private final int inner;
  private int capturedEnd;
  private byte[] padding = {};
  private boolean outerTotalSet;
  private boolean innerTotalSet;
  private boolean innerSumSet;
  private int outerOptions;

  private PacketRecipe(String base) {
    byte[] payload =
        switch (base) {
          case "v2" -> vector("30-gre-v2-redirect");
          case "v1" -> vector("31-gre-v1-redirect");
          case "dynamic" -> vector("32-gre-v2-redirect-dynamic");
          case "null" -> vector("33-gre-return-null");
          default -> throw new IllegalArgumentException("no base " + base);
        };
    packet = behindOuterHeader(payload);
    inner = base.equals("v1") ? 24 : 28;
  }

  /// The packet of a line such as `v2 dport=0016`.
  static byte[] cook(String line) {
    String[] words = line.strip().split("\\s+");
    var recipe = new PacketRecipe(words[0]);
    Arrays.stream(words).skip(1).forEach(recipe::edit);
    return recipe.finish();
  }

  static byte[] vector(String name) {
    var hex = new StringBuilder();
    for (String line : resource("vectors/" + name + ".hex").lines().toList()) {
      if (!line.startsWith("#") && line.length() > 8) {
        hex.append(line.substring(8).replace(" ", ""));
      }
    }
    return HexFormat.of().parseHex(hex);
  }

  static byte[] behindOuterHeader(byte[] gre) {
    var out = ByteBuffer.allocate(Ipv4Header.OCTETS + gre.length);
    Ipv4Header.ofGre(ROUTER, NODE, gre.length).encode(out);
    return out.put(gre).array();
  }

  static String resource(String name) {
    return new String(octets(name), UTF_8);
  }

  static byte[] octets(String name) {
    try (InputStream in = PacketRecipe.class.getResourceAsStream("/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Inet4Address address(String text) {
    return Inet4Address.ofLiteral(text);
  }

  private void edit(String word) {
    String[] parts = word.split("=", 2);
    byte[] value =
        parts[1].contains(".") ? address(parts[1]).getAddress() : hexOrCount(parts[0], parts[1]);
    switch (parts[0]) {
      case "outer-vihl" -> put(0, value);
      case "outer-total" -> outerTotalSet = put(2, value);
      case "outer-frag" -> put(6, value);
      case "outer-proto" -> put(9, value);
      case "outer-src" -> put(12, value);
      case "outer-dst" -> put(16, value);
      case "gre-flags" -> put(20, value);
      case "gre-proto" -> put(22, value);
      case "redirect" -> put(24, value);
      case "inner-vihl" -> put(inner, value);
      case "inner-total" -> innerTotalSet = put(inner + 2, value);
      case "inner-frag" -> put(inner + 6, value);
      case "inner-proto" -> put(inner + 9, value);
      case "inner-sum" -> innerSumSet = put(inner + 10, value);
      case "inner-src" -> put(inner + 12, value);
      case "inner-dst" -> put(inner + 16, value);
      case "sport" -> put(inner + 20, value);
      case "dport" -> put(inner + 22, value);
      case "doff" -> put(inner + 32, value);
      case "tcp-flags" -> put(inner + 33, value);
      case "append" -> insert(packet.length, value);
      case "options" -> {
        insert(inner + 20, value);
        packet[inner] = (byte) (0x45 + value.length / 4);
      }
      case "outer-options" -> {
        outerOptions = value.length;
        insert(20, value);
        packet[0] = (byte) (0x45 + value.length / 4);
      }
      case "pad" -> padding = value;
      case "cut" -> capturedEnd = Integer.parseInt(parts[1]);
      default -> throw new IllegalArgumentException("no edit " + word);
    }
  }

  private static byte[] hexOrCount(String field, String text) {
    return field.equals("cut") ? new byte[0] : HexFormat.of().parseHex(text);
  }

  private boolean put(int at, byte[] value) {
    System.arraycopy(value, 0, packet, at, value.length);
    return true;
  }

  private void insert(int at, byte[] value) {
    var longer = ByteBuffer.allocate(packet.length + value.length);
    longer.put(packet, 0, at).put(value).put(packet, at, packet.length - at);
    packet = longer.array();
  }

  private byte[] finish() {
    var octets = ByteBuffer.wrap(packet);
    int at = inner + outerOptions;
    if (!outerTotalSet) {
      octets.putShort(2, (short) packet.length);
    }
    if (!innerTotalSet) {
      octets.putShort(at + 2, (short) (packet.length - at));
    }
    if (!innerSumSet) {
      octets.putShort(at + 10, (short) 0);
      int headerOctets = (packet[at] & 0x0F) * 4;
      int summed = headerOctets < 20 || headerOctets > packet.length - at ? 20 : headerOctets;
      octets.putShort(at + 10, (short) ~Ipv4Octets.sum(octets, at, summed));
    }
    byte[] whole = Arrays.copyOf(packet, packet.length + padding.length);
    System.arraycopy(padding, 0, whole, packet.length, padding.length);
    return Arrays.copyOf(whole, whole.length - capturedEnd);
  }
}
