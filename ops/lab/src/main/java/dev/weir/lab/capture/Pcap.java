package dev.weir.lab.capture;

import dev.weir.lab.capture.CaptureReader.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;

/// The classic libpcap format, as tcpdump writes it, after its magic number.
final class Pcap implements CaptureReader.Format {
  private static final int HEADER_OCTETS = 20;
  private static final int LINK_TYPE_AT = 16;
  private static final int LINK_TYPE = 0x0fff_ffff;
  private static final int RECORD_OCTETS = 16;

  private final InputStream in;
  private final ByteOrder order;
  private final boolean nanos;
  private final Consumer<String> problems;
  private final int linkType;

  Pcap(InputStream in, ByteOrder order, boolean nanos, Consumer<String> problems)
      throws IOException {
    this.in = in;
    this.order = order;
    this.nanos = nanos;
    this.problems = problems;
    this.linkType =
        CaptureReader.exactly(in, HEADER_OCTETS, order).getInt(LINK_TYPE_AT) & LINK_TYPE;
    if (!LinkLayer.knows(linkType)) {
      problems.accept("link type " + linkType + " is not known here");
    }
  }

  @Override
  public Optional<Frame> next() throws IOException {
    byte[] start = in.readNBytes(RECORD_OCTETS);
    if (start.length == 0) {
      return Optional.empty();
    }
    if (start.length < RECORD_OCTETS) {
      throw new EOFException();
    }
    var record = ByteBuffer.wrap(start).order(order);
    long seconds = Integer.toUnsignedLong(record.getInt());
    long fraction = Integer.toUnsignedLong(record.getInt());
    long captured = Integer.toUnsignedLong(record.getInt());
    long original = Integer.toUnsignedLong(record.getInt());
    if (captured > CaptureReader.FRAME_OCTETS_MAX) {
      problems.accept("a frame claims " + captured + " octets: reading ends there");
      return Optional.empty();
    }
    var octets = CaptureReader.exactly(in, (int) captured, ByteOrder.BIG_ENDIAN);
    return Optional.of(
        new Frame(
            seconds * 1_000_000 + (nanos ? fraction / 1_000 : fraction),
            linkType,
            octets,
            Math.clamp(original - captured, 0, Integer.MAX_VALUE)));
  }
}
