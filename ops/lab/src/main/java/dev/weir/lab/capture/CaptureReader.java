package dev.weir.lab.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads the IPv4 packets of a capture one by one, as they come: pcap or pcapng, of any link type
/// that [LinkLayer] knows.
///
/// Total and bounded: what is cut short, absurd, or of an unknown kind ends the reading or is
/// skipped, and is told by [#problems()].
public final class CaptureReader {
  private static final int PROBLEM_COUNT_MAX = 16;
  private static final int PCAPNG = 0x0a0d0d0a;
  private static final int MICROS = 0xa1b2c3d4;
  private static final int NANOS = 0xa1b23c4d;

  /// The largest snap length that tools use.
  static final int FRAME_OCTETS_MAX = 262_144;

  private final InputStream in;
  private final List<String> problems = new ArrayList<>();
  private Format format = () -> Optional.empty();
  private boolean begun;
  private int frames;
  private int others;

  /// A reader of the octets of a capture file. Who gives the stream closes it.
  public CaptureReader(InputStream in) {
    this.in = in;
  }

  /// One captured IPv4 packet.
  ///
  /// @param frame its number among all frames of the capture, from 1
  /// @param atMicros when it was seen, wall clock, microseconds since 1970
  /// @param octets from the IPv4 header on, as much as was captured
  /// @param missing how many octets of the frame were not captured
  /// @param receiver the Ethernet address the frame is for; empty on links without
  public record Packet(int frame, long atMicros, ByteBuffer octets, int missing, String receiver) {}

  /// A frame of any kind, as a format delivers it.
  record Frame(long atMicros, int linkType, ByteBuffer octets, int missing) {}

  /// One of the two file formats, after its first four octets.
  interface Format {
    /// The next frame; empty at the end.
    Optional<Frame> next() throws IOException;
  }

  /// The next IPv4 packet; empty at the end.
  ///
  /// @throws IOException when the stream itself fails
  public Optional<Packet> next() throws IOException {
    try {
      if (!begun) {
        begun = true;
        begin();
      }
      for (var frame = format.next(); frame.isPresent(); frame = format.next()) {
        frames++;
        var packet = packet(frame.get());
        if (packet.isPresent()) {
          return packet;
        }
      }
    } catch (EOFException _) {
      problem("the file ends in the middle of something after frame " + frames);
    }
    format = Optional::empty;
    return Optional.empty();
  }

  /// How many frames were read so far.
  public int frames() {
    return frames;
  }

  /// How many of them carried no IPv4.
  public int others() {
    return others;
  }

  /// What was wrong with the file so far, in sentences.
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private void begin() throws IOException {
    byte[] start = in.readNBytes(4);
    if (start.length < 4) {
      problem("the file has only " + start.length + " octets");
      return;
    }
    int magic = ByteBuffer.wrap(start).getInt();
    int swapped = Integer.reverseBytes(magic);
    if (magic == PCAPNG) {
      format = new PcapNg(in, this::problem);
    } else if (magic == MICROS || magic == NANOS) {
      format = new Pcap(in, ByteOrder.BIG_ENDIAN, magic == NANOS, this::problem);
    } else if (swapped == MICROS || swapped == NANOS) {
      format = new Pcap(in, ByteOrder.LITTLE_ENDIAN, swapped == NANOS, this::problem);
    } else {
      problem("this is neither pcap nor pcapng: it begins with 0x%08x".formatted(magic));
    }
  }

  private Optional<Packet> packet(Frame frame) {
    var octets = frame.octets().asReadOnlyBuffer();
    OptionalInt at = LinkLayer.ipv4(frame.linkType(), octets);
    if (at.isEmpty()) {
      others++;
      return Optional.empty();
    }
    int start = at.getAsInt();
    return Optional.of(
        new Packet(
            frames,
            frame.atMicros(),
            octets.slice(start, octets.limit() - start),
            frame.missing(),
            LinkLayer.receiver(frame.linkType(), octets)));
  }

  private void problem(String sentence) {
    if (problems.size() < PROBLEM_COUNT_MAX && !problems.contains(sentence)) {
      problems.add(sentence);
    }
  }

  /// Exactly so many octets, as numbers in the given order.
  static ByteBuffer exactly(InputStream in, int count, ByteOrder order) throws IOException {
    byte[] octets = in.readNBytes(count);
    if (octets.length < count) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(octets).order(order);
  }
}
