package dev.weir.cli.decode;

import dev.weir.cli.decode.Entry.Block;
import dev.weir.cli.decode.Inspector.Judgement;
import dev.weir.gre.GreHeader;
import dev.weir.gre.RedirectHeader;
import dev.weir.wccp.assignment.PacketFields;
import dev.weir.wccp.assignment.Placement;
import dev.weir.wccp.diagnosis.Findings;
import dev.weir.wccp.diagnosis.conversation.Conversation;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.wire.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Judges GRE packets between routers and caches (§6). Offsets count from the GRE header.
final class Redirection {
  private static final int CHECKSUM = 0x8000;
  private static final int ROUTING = 0x4000;
  private static final int KEY = 0x2000;
  private static final int SEQUENCE = 0x1000;
  private static final int[] HASHES = {0x2, 0x1, 0x3, 0x4, 0x8, 0xc, 0x5, 0xa, 0x6, 0x9, 0xf};
  private static final String[] FIELDS = {
    "source address", "destination address", "source port", "destination port"
  };

  private final Conversation conversation;

  Redirection(Conversation conversation) {
    this.conversation = conversation;
  }

  /// What a GRE packet is; empty when it is none of WCCP.
  Optional<Judgement> examine(Ipv4Packet outer) {
    ByteBuffer gre = outer.payload();
    if (outer.fragmentOffset() > 0
        || gre.limit() < GreHeader.OCTETS
        || Ipv4Packet.u16(gre, 2) != GreHeader.WCCP.protocol()) {
      return Optional.empty();
    }
    return Optional.of(new Walk(outer, gre).judge());
  }

  /// The walk through one packet.
  private final class Walk {
    private final Ipv4Packet outer;
    private final ByteBuffer gre;
    private final Findings findings = new Findings();
    private final List<Block> blocks = new ArrayList<>();

    Walk(Ipv4Packet outer, ByteBuffer gre) {
      this.outer = outer;
      this.gre = gre;
    }

    Judgement judge() {
      boolean returned = conversation.isCache(outer.source());
      String name = returned ? "GRE return" : "GRE redirect";
      int payload = greHeader();
      if (outer.moreFragments()) {
        findings.unusual(
            0, "6.1", "an IP fragment: the path's MTU is too small for the 28 octets more");
      }
      var plain = inner(payload);
      boolean version1 = plain.isPresent() && plain.get().announcedWhole(outer, payload);
      if (version1) {
        return done(name + " v1", "no redirect header", plain);
      }
      if (gre.limit() < payload + RedirectHeader.OCTETS) {
        findings.wrong(payload, "6.2", "neither a redirect header nor a packet follows");
        return done(name, "", Optional.empty());
      }
      int word = gre.getInt(payload);
      var header = RedirectHeader.fromWord(word);
      var inside = inner(payload + RedirectHeader.OCTETS);
      header(header, word >>> 24, payload, inside);
      inner(inside, payload + RedirectHeader.OCTETS);
      return done(name + " v2", words(header, inside), inside);
    }

    private int greHeader() {
      int flags = Ipv4Packet.u16(gre, 0);
      var fields = new ArrayList<Field>();
      fields.add(new Field(0, 2, "GRE flags", Integer.toString(flags)));
      fields.add(new Field(2, 2, "GRE protocol", Integer.toString(Ipv4Packet.u16(gre, 2))));
      blocks.add(new Block("GRE", 0, fields));
      if (flags != 0) {
        findings.wrong(0, "6.1", "GRE flags 0x%04x, not 0: receivers drop this".formatted(flags));
      }
      int options = (flags & (CHECKSUM | ROUTING)) != 0 ? 4 : 0;
      options += (flags & KEY) != 0 ? 4 : 0;
      options += (flags & SEQUENCE) != 0 ? 4 : 0;
      return GreHeader.OCTETS + options;
    }

    private Optional<Inner> inner(int at) {
      return at < gre.limit()
          ? Ipv4Packet.of(gre.slice(at, gre.limit() - at)).map(Inner::new)
          : Optional.empty();
    }

    private void inner(Optional<Inner> inner, int at) {
      if (inner.isEmpty()) {
        boolean short20 = gre.limit() < at + 20;
        if (!outer.cut() || !short20) {
          findings.wrong(
              at,
              "6.2",
              at < gre.limit() && !short20
                  ? "inner packet is no IPv4: it begins with 0x%02x".formatted(gre.get(at))
                  : "inner packet is missing or shorter than an IPv4 header");
        }
      } else if (!inner.get().announcedWhole(outer, at)) {
        findings.unusual(
            at + 2,
            "6.2",
            "inner total length is %d, %d octets are there"
                .formatted(inner.get().totalLength(), outer.announced() - at));
      }
    }

    private void header(RedirectHeader header, int flags, int at, Optional<Inner> inner) {
      blocks.add(
          new Block(
              "redirect header",
              at,
              List.of(
                  new Field(at, 1, "redirect flags", Integer.toString(flags)),
                  new Field(at + 1, 1, "service id", Integer.toString(header.serviceId())),
                  new Field(
                      at + 2, 1, "alternate bucket", Integer.toString(header.alternateBucket())),
                  new Field(
                      at + 3, 1, "primary bucket", Integer.toString(header.primaryBucket())))));
      if (header.unknownFlags() != 0) {
        findings.unusual(
            at,
            "6.3",
            "redirect flags 0x%02x: unknown bits; in the drafts' order 0x80 is dynamic, 0x40 alternate"
                .formatted(flags));
      }
      if (header.unavailable()) {
        findings.note(
            at,
            "6.3",
            "redirect flag 0x04, unavailable: seen beside valid buckets, not to be trusted");
      }
      var service = conversation.service(header.serviceId(), header.dynamic());
      inner.ifPresent(it -> bucket(header, service, it, at, findings));
    }

    private String words(RedirectHeader header, Optional<Inner> inner) {
      String how =
          inner
              .flatMap(it -> hash(header.primaryBucket(), it.fields()))
              .map(it -> " = hash of " + it)
              .orElse("");
      return "%s, primary bucket %d%s%s"
          .formatted(
              service(header),
              header.primaryBucket(),
              how,
              header.alternateUsed() ? ", alternate bucket " + header.alternateBucket() : "");
    }

    private Judgement done(String name, String words, Optional<Inner> inner) {
      String inside = inner.map(Inner::words).orElse("");
      String text = words.isEmpty() || inside.isEmpty() ? words + inside : words + "; " + inside;
      return new Judgement(name, text, findings.inOrder(), blocks);
    }
  }

  private static void bucket(
      RedirectHeader header,
      Optional<Component.Service> service,
      Inner inner,
      int at,
      Findings findings) {
    int flags = service.map(Redirection::hashFlags).orElse(0);
    int primary = flags & 0xf;
    if (primary == 0) {
      return;
    }
    int expected = Placement.slot(inner.fields(), primary);
    if (header.primaryBucket() == 0 && expected != 0) {
      findings.note(
          at + 3,
          "6.3",
          "primary bucket is 0, the hash of %s is %d: assignment by mask, or an empty header"
              .formatted(names(primary), expected));
    } else if (expected != header.primaryBucket()) {
      findings.unusual(
          at + 3,
          "5.1",
          "primary bucket is %d, the hash of %s is %d"
              .formatted(header.primaryBucket(), names(primary), expected));
    }
    int alternate = flags >>> 8 & 0xf;
    if (header.alternateUsed() && alternate != 0) {
      int second = Placement.slot(inner.fields(), alternate);
      if (second != header.alternateBucket()) {
        findings.unusual(
            at + 2,
            "5.2",
            "alternate bucket is %d, the hash of %s is %d"
                .formatted(header.alternateBucket(), names(alternate), second));
      }
    }
  }

  private static int hashFlags(Component.Service service) {
    return service.group().equals(ServiceGroup.WEB_CACHE)
        ? Placement.DESTINATION_ADDRESS
        : service.flags();
  }

  /// The fields whose hash a bucket is, the likeliest first.
  private static Optional<String> hash(int bucket, PacketFields packet) {
    for (int fields : HASHES) {
      if (Placement.slot(packet, fields) == bucket) {
        return Optional.of(names(fields));
      }
    }
    return Optional.empty();
  }

  private static String names(int hash) {
    var names = new ArrayList<String>();
    for (int bit = 0; bit < FIELDS.length; bit++) {
      if ((hash & 1 << bit) != 0) {
        names.add(FIELDS[bit]);
      }
    }
    return String.join(" and ", names);
  }

  private static String service(RedirectHeader header) {
    return header.serviceId() == 0 && !header.dynamic()
        ? "web-cache"
        : (header.dynamic() ? "dynamic " : "standard ") + header.serviceId();
  }

  /// The packet inside.
  private record Inner(Ipv4Packet packet) {
    /// Whether it ends exactly where the outer packet ends.
    boolean announcedWhole(Ipv4Packet outer, int at) {
      return totalLength() == outer.announced() - at;
    }

    int totalLength() {
      return packet.headerOctets() + packet.announced();
    }

    PacketFields fields() {
      return new PacketFields(
          packet.source(), packet.destination(), port(0).orElse(0), port(2).orElse(0));
    }

    private OptionalInt port(int at) {
      boolean hasPorts = packet.protocol() == 6 || packet.protocol() == 17;
      return hasPorts && packet.fragmentOffset() == 0 && packet.payload().limit() >= at + 2
          ? OptionalInt.of(Ipv4Packet.u16(packet.payload(), at))
          : OptionalInt.empty();
    }

    String words() {
      String protocol =
          switch (packet.protocol()) {
            case 6 -> "TCP";
            case 17 -> "UDP";
            case 1 -> "ICMP";
            default -> "protocol " + packet.protocol();
          };
      return protocol
          + " "
          + end(String.valueOf(packet.source().getHostAddress()), port(0))
          + " > "
          + end(String.valueOf(packet.destination().getHostAddress()), port(2))
          + (packet.fragment() ? ", a fragment" : "");
    }

    private static String end(String address, OptionalInt port) {
      return port.isPresent() ? address + ":" + port.getAsInt() : address;
    }
  }
}
