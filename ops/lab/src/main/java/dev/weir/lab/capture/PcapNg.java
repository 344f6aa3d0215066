package dev.weir.lab.capture;

import dev.weir.lab.capture.CaptureReader.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The pcapng format, as Wireshark writes it, after the type of its first block.
///
/// Reads section headers, interface descriptions and the three kinds of packet blocks; skips all
/// other blocks.
final class PcapNg implements CaptureReader.Format {
  private static final int SECTION = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int ORDER_MAGIC = 0x1a2b3c4d;
  private static final int FRAME_OCTETS = 12;
  private static final int INTERFACE_COUNT_MAX = 1_024;
  private static final int RESOLUTION = 9;
  private static final int MICROS_EXPONENT = 6;
  private static final int BLOCK_OCTETS_MAX = CaptureReader.FRAME_OCTETS_MAX + 65_536;

  /// What packets of an interface need: link type, snap length, and the time's resolution octet.
  private record Port(int linkType, long snapOctets, int resolution) {}

  private final InputStream in;
  private final Consumer<String> problems;
  private final List<Port> ports = new ArrayList<>();
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private boolean ended;

  PcapNg(InputStream in, Consumer<String> problems) throws IOException {
    this.in = in;
    this.problems = problems;
    section();
  }

  @Override
  public Optional<Frame> next() throws IOException {
    while (!ended) {
      byte[] type = in.readNBytes(4);
      if (type.length == 0) {
        return Optional.empty();
      }
      if (type.length < 4) {
        throw new EOFException();
      }
      var frame = block(ByteBuffer.wrap(type).order(order).getInt());
      if (frame.isPresent()) {
        return frame;
      }
    }
    return Optional.empty();
  }

  private Optional<Frame> block(int type) throws IOException {
    if (type == SECTION) {
      section();
      return Optional.empty();
    }
    long length = Integer.toUnsignedLong(CaptureReader.exactly(in, 4, order).getInt());
    long body = length - FRAME_OCTETS;
    if (body < 0 || length % 4 != 0) {
      problems.accept("a block claims " + length + " octets: reading ends there");
      ended = true;
      return Optional.empty();
    }
    boolean read =
        type == INTERFACE || type == OLD_PACKET || type == SIMPLE_PACKET || type == ENHANCED_PACKET;
    if (!read || body > BLOCK_OCTETS_MAX) {
      if (read) {
        problems.accept("a block of " + length + " octets is skipped");
      }
      in.skipNBytes(body + 4);
      return Optional.empty();
    }
    var octets = CaptureReader.exactly(in, (int) body, order);
    in.skipNBytes(4);
    return switch (type) {
      case INTERFACE -> port(octets);
      case OLD_PACKET -> packet(octets, true);
      case SIMPLE_PACKET -> simple(octets);
      default -> packet(octets, false);
    };
  }

  /// A section header, of which the type is read: it sets the order of octets from here on.
  private void section() throws IOException {
    var start = CaptureReader.exactly(in, 8, ByteOrder.BIG_ENDIAN);
    if (start.getInt(4) == ORDER_MAGIC) {
      order = ByteOrder.BIG_ENDIAN;
    } else if (start.getInt(4) == Integer.reverseBytes(ORDER_MAGIC)) {
      order = ByteOrder.LITTLE_ENDIAN;
    } else {
      problems.accept("a section of unknown octet order: reading ends there");
      ended = true;
      return;
    }
    long left = Integer.toUnsignedLong(start.order(order).getInt(0)) - 12;
    in.skipNBytes(Math.max(0, left));
    ports.clear();
  }

  private Optional<Frame> port(ByteBuffer body) {
    if (body.remaining() < 8 || ports.size() == INTERFACE_COUNT_MAX) {
      problems.accept("an interface description cannot be read");
      return Optional.empty();
    }
    int linkType = body.getShort(0) & 0xffff;
    if (!LinkLayer.knows(linkType)) {
      problems.accept("link type " + linkType + " is not known here");
    }
    long snap = Integer.toUnsignedLong(body.getInt(4));
    ports.add(new Port(linkType, snap == 0 ? Long.MAX_VALUE : snap, resolution(body)));
    return Optional.empty();
  }

  private static int resolution(ByteBuffer body) {
    int at = 8;
    while (body.limit() - at >= 5) {
      int code = body.getShort(at) & 0xffff;
      int length = body.getShort(at + 2) & 0xffff;
      if (code == RESOLUTION && length >= 1) {
        return body.get(at + 4) & 0xff;
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    return MICROS_EXPONENT;
  }

  private Optional<Frame> packet(ByteBuffer body, boolean old) {
    if (body.remaining() < 20) {
      problems.accept("a packet block is too short");
      return Optional.empty();
    }
    long index = old ? body.getShort(0) & 0xffff : Integer.toUnsignedLong(body.getInt(0));
    if (index >= ports.size()) {
      problems.accept("a packet of an interface that is not described");
      return Optional.empty();
    }
    var port = ports.get((int) index);
    long time = (long) body.getInt(4) << 32 | Integer.toUnsignedLong(body.getInt(8));
    long captured = Integer.toUnsignedLong(body.getInt(12));
    long original = Integer.toUnsignedLong(body.getInt(16));
    return frame(port, micros(time, port.resolution()), captured, original, body.position(20));
  }

  private Optional<Frame> simple(ByteBuffer body) {
    if (body.remaining() < 4 || ports.isEmpty()) {
      problems.accept("a packet of an interface that is not described");
      return Optional.empty();
    }
    var port = ports.getFirst();
    long original = Integer.toUnsignedLong(body.getInt(0));
    long captured = Math.min(original, port.snapOctets());
    return frame(port, 0, captured, original, body.position(4));
  }

  private Optional<Frame> frame(
      Port port, long atMicros, long captured, long original, ByteBuffer rest) {
    if (captured > rest.remaining()) {
      problems.accept("a packet claims " + captured + " octets, more than its block has");
    }
    byte[] octets = new byte[(int) Math.min(captured, rest.remaining())];
    rest.get(octets);
    int missing = Math.clamp(original - octets.length, 0, Integer.MAX_VALUE);
    return Optional.of(new Frame(atMicros, port.linkType(), ByteBuffer.wrap(octets), missing));
  }

  /// Units of 10^-r seconds, or of 2^-r when the highest bit of the octet is set.
  private static long micros(long time, int resolution) {
    int exponent = resolution & 0x7f;
    if (resolution > 0x7f) {
      int bits = Math.min(exponent, 40);
      long part = time & ((1L << bits) - 1);
      return (time >>> bits) * 1_000_000 + ((part * 1_000_000) >>> bits);
    }
    long value = time;
    for (int i = exponent; i < MICROS_EXPONENT; i++) {
      value *= 10;
    }
    for (int i = MICROS_EXPONENT; i < Math.min(exponent, 24); i++) {
      value /= 10;
    }
    return value;
  }
}
