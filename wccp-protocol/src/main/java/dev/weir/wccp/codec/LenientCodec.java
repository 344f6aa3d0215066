package dev.weir.wccp.codec;

import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.codec.Dissection.Digest;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.wire.AddressTable;
import dev.weir.wccp.wire.Field;
import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.Malformed.Defect;
import dev.weir.wccp.wire.WireReader;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Takes datagrams apart for diagnosis: any group, any version, any password, and on after a
/// defect.
///
/// It reads with the same code as [MessageCodec] and differs in what it does about a defect: the
/// component is kept with the fields before the defect, and the next one is read.
public final class LenientCodec {
  private static final int HEADER_OCTETS = 8;
  private static final int COMPONENT_HEADER_OCTETS = 4;

  private final Optional<Security> password;
  private final ComponentCodec components;

  /// A codec that checks digests with a password, if there is one, and reads buckets' octets in
  /// this layout.
  public LenientCodec(Optional<Security> password, BucketOctet layout) {
    this.password = password;
    this.components = new ComponentCodec(layout);
  }

  /// The datagram taken apart. Returns for every input.
  public Dissection dissect(byte[] datagram) {
    var head = new ArrayList<Field>();
    var in = new WireReader(datagram, 0, datagram.length).watched(head::add);
    var work = new Work(datagram, head);
    try {
      int type = in.u32("message type");
      work.type = OptionalInt.of(type);
      if (Version1Codec.knows(type)) {
        work.version1 = Optional.of(Version1Codec.read(type, in));
        work.end = in.position();
      } else if (type < MessageCodec.HERE_I_AM || type > MessageCodec.REMOVAL_QUERY) {
        work.defects.add(new Malformed(Defect.VALUE, 0, "message type is none of WCCP's"));
      } else {
        in.u8("major version");
        in.u8("minor version");
        work.end = in.u16("message length") + HEADER_OCTETS;
        version2(work);
      }
    } catch (Malformed malformed) {
      work.defects.add(malformed);
    }
    return work.done();
  }

  /// What is known so far of one datagram.
  private static final class Work {
    private final byte[] datagram;
    private final List<Field> head;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Malformed> defects = new ArrayList<>();
    private OptionalInt type = OptionalInt.empty();
    private Optional<Version1> version1 = Optional.empty();
    private Digest digest = Digest.ABSENT;
    private int end;

    Work(byte[] datagram, List<Field> head) {
      this.datagram = datagram;
      this.head = head;
      this.end = datagram.length;
    }

    Dissection done() {
      return new Dissection(type, datagram.length, end, head, pieces, version1, defects, digest);
    }
  }

  private void version2(Work work) {
    int end = Math.min(work.end, work.datagram.length);
    if (end < work.end) {
      work.defects.add(
          new Malformed(
              Defect.TRUNCATED,
              6,
              "message length tells %d octets, the datagram has %d"
                  .formatted(work.end, work.datagram.length)));
    }
    var spans = spans(work, end);
    var table = table(work, spans);
    for (Span span : spans) {
      work.pieces.add(piece(work, span, table));
    }
    work.digest = digest(work, end);
  }

  /// One component, of which `length` says how long it claims to be.
  private record Span(int type, int at, int length, int end) {
    int start() {
      return at + COMPONENT_HEADER_OCTETS;
    }

    WireReader reader(byte[] octets, Optional<AddressTable> table) {
      return new WireReader(octets, start(), end, table);
    }
  }

  private static List<Span> spans(Work work, int end) {
    var spans = new ArrayList<Span>();
    var in = new WireReader(work.datagram, HEADER_OCTETS, end);
    try {
      while (in.remaining() >= COMPONENT_HEADER_OCTETS) {
        Layout.bound(spans, in);
        int at = in.position();
        int type = in.u16("component type");
        int length = in.u16("component length");
        int there = Math.min(length, in.remaining());
        in.sub(there, "component");
        spans.add(new Span(type, at, length, in.position()));
      }
      if (in.remaining() > 0) {
        work.defects.add(
            new Malformed(
                Defect.TRUNCATED,
                in.position(),
                "component header needs 4, left " + in.remaining()));
      }
    } catch (Malformed malformed) {
      work.defects.add(malformed);
    }
    return spans;
  }

  /// The table to which the addresses of this message are indices (§3.0.4).
  private static Optional<AddressTable> table(Work work, List<Span> spans) {
    boolean indexed =
        work.head.stream()
            .anyMatch(it -> it.name().equals("minor version") && !it.value().equals("0"));
    var span = spans.stream().filter(it -> it.type() == ComponentCodec.ADDRESS_TABLE).findFirst();
    if (!indexed || span.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(AddressTable.read(span.get().reader(work.datagram, Optional.empty())));
    } catch (Malformed malformed) { // told again, and kept, when its turn comes
      return Optional.empty();
    }
  }

  private Piece piece(Work work, Span span, Optional<AddressTable> table) {
    var fields = new ArrayList<Field>();
    var in = span.reader(work.datagram, table).watched(fields::add);
    var component = Optional.<Component>empty();
    var defect = Optional.<Malformed>empty();
    try {
      if (span.length() % 4 != 0) {
        defect = Optional.of(misaligned(span));
      }
      component = read(span.type(), in);
    } catch (Malformed malformed) {
      defect = Optional.of(defect.orElse(malformed));
    }
    int there = span.end() - span.start();
    if (there < span.length()) {
      defect = Optional.of(beyond(span, there));
    }
    int unread = defect.isPresent() ? 0 : in.remaining();
    return new Piece(
        span.type(),
        span.at(),
        span.end(),
        fields,
        defect.isPresent() ? Optional.empty() : component,
        defect,
        unread);
  }

  private Optional<Component> read(int type, WireReader in) throws Malformed {
    if (type == ComponentCodec.SECURITY) {
      if (in.u32("security option") == MessageCodec.OPTION_MD5) {
        in.octets(Security.DIGEST_OCTETS, "MD5 digest");
      }
      return Optional.empty();
    }
    if (type == ComponentCodec.ADDRESS_TABLE) {
      AddressTable.read(in);
      return Optional.empty();
    }
    return Optional.of(components.read(type, in));
  }

  private static Malformed misaligned(Span span) {
    return new Malformed(
        Defect.MISALIGNED,
        span.at() + 2,
        "component length " + span.length() + " is no multiple of 4");
  }

  private static Malformed beyond(Span span, int there) {
    return new Malformed(
        Defect.TRUNCATED,
        span.at() + 2,
        "component length %d runs %d octets past the message"
            .formatted(span.length(), span.length() - there));
  }

  private Digest digest(Work work, int end) {
    var digest =
        work.pieces.stream()
            .filter(piece -> piece.type() == ComponentCodec.SECURITY)
            .findFirst()
            .flatMap(piece -> piece.named("MD5 digest").stream().findFirst());
    if (digest.isEmpty()) {
      return Digest.ABSENT;
    }
    if (password.isEmpty()) {
      return Digest.UNCHECKED;
    }
    int at = digest.get().offset();
    byte[] message = Arrays.copyOf(work.datagram, end);
    byte[] told = Arrays.copyOfRange(message, at, at + Security.DIGEST_OCTETS);
    Arrays.fill(message, at, at + Security.DIGEST_OCTETS, (byte) 0);
    return MessageDigest.isEqual(told, password.get().digest(message))
        ? Digest.RIGHT
        : Digest.WRONG;
  }
}
