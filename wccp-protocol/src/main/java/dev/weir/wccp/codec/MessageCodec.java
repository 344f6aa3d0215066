package dev.weir.wccp.codec;

import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.codec.Decoded.Accepted;
import dev.weir.wccp.codec.Decoded.Cause;
import dev.weir.wccp.codec.Decoded.Rejected;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.wire.AddressTable;
import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.Malformed.Defect;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Turns datagrams into messages and back (§2, §3.0.1), and checks and makes their digests (§3.1).
///
/// `decode` returns for every input. Authentication comes before any component but the service,
/// which tells whose password applies.
public final class MessageCodec {
  static final int HERE_I_AM = 10;
  static final int I_SEE_YOU = 11;
  static final int REDIRECT_ASSIGN = 12;
  static final int REMOVAL_QUERY = 13;

  private static final int HEADER_OCTETS = 8;
  static final int OPTION_MD5 = 1;
  private static final int DIGEST_IN_COMPONENT = 8;

  private final boolean version1;
  private final Map<ServiceGroup, Security> groups;
  private final ComponentCodec components;

  private MessageCodec(boolean version1, Map<ServiceGroup, Security> groups, BucketOctet layout) {
    this.version1 = version1;
    this.groups = Map.copyOf(groups);
    this.components = new ComponentCodec(layout);
  }

  /// A codec of WCCP2 for the given groups; messages of any other group or version are refused.
  public MessageCodec(Map<ServiceGroup, Security> groups) {
    this(false, groups, BucketOctet.CISCO);
  }

  /// A codec of WCCP2 for the given groups, with this layout of a bucket's octet.
  public MessageCodec(Map<ServiceGroup, Security> groups, BucketOctet layout) {
    this(false, groups, layout);
  }

  /// A codec of WCCP1, which knows one group and no authentication; WCCP2 is refused.
  public static MessageCodec version1() {
    return new MessageCodec(true, Map.of(), BucketOctet.CISCO);
  }

  /// The message that a datagram holds, or why it holds none.
  public Decoded decode(byte[] datagram) {
    try {
      var header = new WireReader(datagram, 0, datagram.length);
      int type = header.u32("message type");
      if (version1 && Version1Codec.knows(type)) {
        return new Accepted(Version1Codec.read(type, header));
      }
      if (version1 || type < HERE_I_AM || type > REMOVAL_QUERY) {
        return new Rejected(Cause.TYPE, 0, "message type " + Integer.toUnsignedString(type));
      }
      return version2(type, header, datagram);
    } catch (Malformed malformed) {
      return new Rejected(cause(malformed.defect()), malformed.offset(), malformed.detail());
    }
  }

  private Decoded version2(int type, WireReader header, byte[] datagram) throws Malformed {
    int major = header.u8("major version");
    if (major != 2) {
      return new Rejected(Cause.VERSION, 4, "major version " + major);
    }
    int minor = header.u8("minor version");
    int end = header.u16("message length") + HEADER_OCTETS;
    if (end > datagram.length) {
      return new Rejected(Cause.TRUNCATED, 6, "length " + end + " of " + datagram.length);
    }
    var layout = Layout.of(new WireReader(datagram, HEADER_OCTETS, end));
    var service = ComponentCodec.service(layout.need(ComponentCodec.SERVICE).reader(datagram));
    var refusal = authenticate(Arrays.copyOf(datagram, end), layout, service.group());
    return refusal.isPresent() ? refusal.get() : assemble(type, minor, datagram, layout);
  }

  /// The datagram of a message, with the digest of its group's password when it has one. A message
  /// of version 2.00 cannot carry IPv6 addresses.
  public byte[] encode(Message message) {
    if (message instanceof Version1 old) {
      var out = new WireWriter();
      Version1Codec.write(old, out);
      return out.toOctets();
    }
    var out = new WireWriter();
    write(message, Optional.empty(), out);
    var table = out.tableNeeded();
    if (table.isEmpty()) {
      return out.toOctets();
    }
    if (minor(message) == 0) { // §3.0.4: the table that IPv6 needs is illegal there
      throw new IllegalArgumentException("IPv6 addresses in a message of version 2.00");
    }
    var indexed = new WireWriter(table.get());
    write(message, table, indexed);
    return indexed.toOctets();
  }

  private void write(Message message, Optional<AddressTable> table, WireWriter out) {
    var security = groups.get(message.service().group());
    if (security == null) {
      throw new IllegalArgumentException("no such group here: " + message.service().group());
    }
    out.u32(type(message)).u8(2).u8(minor(message)).u16(0);
    int digestAt = out.length() + DIGEST_IN_COMPONENT;
    boolean authenticates = security.authenticates();
    out.tlv(
        ComponentCodec.SECURITY,
        body -> body.u32(authenticates ? OPTION_MD5 : 0).octets(noDigest(authenticates)));
    Parts.of(message).forEach(component -> components.write(component, out));
    table.ifPresent(it -> out.tlv(ComponentCodec.ADDRESS_TABLE, it::write));
    out.patchU16(6, out.length() - HEADER_OCTETS);
    if (authenticates) {
      out.patch(digestAt, security.digest(out.toOctets()));
    }
  }

  private static byte[] noDigest(boolean authenticates) {
    return new byte[authenticates ? Security.DIGEST_OCTETS : 0];
  }

  private static int type(Message message) {
    return switch (message) {
      case Message.HereIAm _ -> HERE_I_AM;
      case Message.ISeeYou _ -> I_SEE_YOU;
      case Message.RedirectAssign _ -> REDIRECT_ASSIGN;
      case Message.RemovalQuery _ -> REMOVAL_QUERY;
      case Version1 _ -> throw new IllegalArgumentException("WCCP1: " + message);
    };
  }

  private static int minor(Message message) {
    return switch (message) {
      case Message.HereIAm it -> it.minor();
      case Message.ISeeYou it -> it.minor();
      case Message.RedirectAssign it -> it.minor();
      case Message.RemovalQuery it -> it.minor();
      case Version1 _ -> throw new IllegalArgumentException("WCCP1: " + message);
    };
  }

  private Optional<Decoded> authenticate(byte[] message, Layout layout, ServiceGroup group)
      throws Malformed {
    var security = groups.get(group);
    if (security == null) {
      return Optional.of(new Rejected(Cause.SERVICE, 0, "service " + group.displayName()));
    }
    var span = layout.need(ComponentCodec.SECURITY);
    var in = span.reader(message);
    int option = in.u32("security option");
    if (option != (security.authenticates() ? OPTION_MD5 : 0)) {
      return Optional.of(
          new Rejected(
              Cause.SECURITY_OPTION,
              span.start(),
              "option " + option + ", ours is " + security,
              Optional.of(group)));
    }
    if (!security.authenticates()) {
      return Optional.empty();
    }
    int digestAt = in.position();
    byte[] digest = in.octets(Security.DIGEST_OCTETS, "MD5 digest");
    Arrays.fill(message, digestAt, digestAt + Security.DIGEST_OCTETS, (byte) 0);
    return MessageDigest.isEqual(digest, security.digest(message))
        ? Optional.empty()
        : Optional.of(
            new Rejected(
                Cause.DIGEST, digestAt, "the digest is not that of ours", Optional.of(group)));
  }

  private Decoded assemble(int type, int minor, byte[] datagram, Layout layout) throws Malformed {
    var table = Optional.<AddressTable>empty();
    var tableAt = layout.find(ComponentCodec.ADDRESS_TABLE);
    if (minor > 0 && tableAt.isPresent()) { // in a 2.00 message it is illegal, and ignored (§3.0.4)
      table = Optional.of(AddressTable.read(tableAt.get().reader(datagram)));
    }
    var parts = new Parts();
    for (Layout.Span span : layout.spans()) {
      if (span.type() != ComponentCodec.SECURITY && span.type() != ComponentCodec.ADDRESS_TABLE) {
        read(span, datagram, table).ifPresent(parts::add);
      }
    }
    return new Accepted(
        switch (type) {
          case HERE_I_AM -> parts.hereIAm(minor);
          case I_SEE_YOU -> parts.iSeeYou(minor);
          case REDIRECT_ASSIGN -> parts.redirectAssign(minor);
          default -> parts.removalQuery(minor);
        });
  }

  /// A component that uses an address beyond the table is as good as not there (§3.0.4).
  private Optional<Component> read(Layout.Span span, byte[] datagram, Optional<AddressTable> table)
      throws Malformed {
    try {
      var in = new WireReader(datagram, span.start(), span.end(), table);
      return Optional.of(components.read(span.type(), in));
    } catch (Malformed malformed) {
      if (malformed.defect() == Defect.INDEX) {
        return Optional.empty();
      }
      throw malformed;
    }
  }

  private static Cause cause(Defect defect) {
    return switch (defect) {
      case TRUNCATED -> Cause.TRUNCATED;
      case MISALIGNED -> Cause.MISALIGNED;
      case COUNT -> Cause.COUNT;
      case VALUE, INDEX -> Cause.VALUE;
      case FORM -> Cause.FORM;
      case MISSING -> Cause.COMPONENT_MISSING;
    };
  }

  static Malformed missing(String what) {
    return new Malformed(Defect.MISSING, HEADER_OCTETS, what + " is missing");
  }
}
