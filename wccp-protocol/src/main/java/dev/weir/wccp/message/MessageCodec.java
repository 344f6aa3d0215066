package dev.weir.wccp.message;

import dev.weir.wccp.message.Decoded.Accepted;
import dev.weir.wccp.message.Decoded.Cause;
import dev.weir.wccp.message.Decoded.Rejected;
import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.Malformed.Defect;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns datagrams into messages and back (§3.0.1), and checks and makes their digests (§3.1).
///
/// `decode` returns for every input. Authentication comes before any component but the service,
/// which tells whose password applies.
public final class MessageCodec {
  static final int HERE_I_AM = 10;
  static final int I_SEE_YOU = 11;
  static final int REDIRECT_ASSIGN = 12;
  static final int REMOVAL_QUERY = 13;

  private static final int HEADER_OCTETS = 8;
  private static final int OPTION_MD5 = 1;
  private static final int DIGEST_IN_COMPONENT = 8;

  private final Map<ServiceGroup, Security> groups;

  /// A codec for the given groups; messages of any other group are refused.
  public MessageCodec(Map<ServiceGroup, Security> groups) {
    this.groups = Map.copyOf(groups);
  }

  /// A component as it lies in the datagram: its type and where its body begins and ends.
  private record Span(int type, int start, int end) {
    WireReader reader(byte[] octets) {
      return new WireReader(octets, start, end);
    }
  }

  /// The message that a datagram holds, or why it holds none.
  public Decoded decode(byte[] datagram) {
    try {
      var header = new WireReader(datagram, 0, datagram.length);
      int type = header.u32("message type");
      if (type < HERE_I_AM || type > REMOVAL_QUERY) {
        return new Rejected(Cause.TYPE, 0, "message type " + Integer.toUnsignedString(type));
      }
      int major = header.u8("major version");
      if (major != 2) {
        return new Rejected(Cause.VERSION, 4, "major version " + major);
      }
      int minor = header.u8("minor version");
      int end = header.u16("message length") + HEADER_OCTETS;
      if (end > datagram.length) {
        return new Rejected(Cause.TRUNCATED, 6, "length " + end + " of " + datagram.length);
      }
      var spans = spans(new WireReader(datagram, HEADER_OCTETS, end));
      var service = service(datagram, spans);
      var refusal = authenticate(Arrays.copyOf(datagram, end), spans, service.group());
      return refusal.isPresent() ? refusal.get() : assemble(type, minor, datagram, spans);
    } catch (Malformed malformed) {
      return new Rejected(cause(malformed.defect()), malformed.offset(), malformed.detail());
    }
  }

  /// The datagram of a message, with the digest of its group's password when it has one.
  public byte[] encode(Message message) {
    var security = groups.get(message.service().group());
    if (security == null) {
      throw new IllegalArgumentException("no such group here: " + message.service().group());
    }
    var out = new WireWriter();
    out.u32(type(message)).u8(2).u8(message.minor()).u16(0);
    int digestAt = out.length() + DIGEST_IN_COMPONENT;
    boolean authenticates = security.authenticates();
    out.tlv(
        ComponentCodec.SECURITY,
        body -> body.u32(authenticates ? OPTION_MD5 : 0).octets(noDigest(authenticates)));
    components(message).forEach(component -> ComponentCodec.write(component, out));
    out.patchU16(6, out.length() - HEADER_OCTETS);
    if (authenticates) {
      out.patch(digestAt, security.digest(out.toOctets()));
    }
    return out.toOctets();
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
    };
  }

  /// The components in the order of §3.0.2, which strict receivers insist on.
  private static List<Component> components(Message message) {
    var list = new ArrayList<Component>();
    list.add(message.service());
    switch (message) {
      case Message.HereIAm it -> {
        list.add(new Component.Identity(it.cache()));
        list.add(it.view());
        it.capabilities().ifPresent(list::add);
        it.commands().ifPresent(list::add);
      }
      case Message.ISeeYou it -> {
        list.add(it.router());
        list.add(it.view());
        it.capabilities().ifPresent(list::add);
        it.commands().ifPresent(list::add);
      }
      case Message.RedirectAssign it -> list.add(it.assignment());
      case Message.RemovalQuery it -> list.add(it.query());
    }
    list.addAll(message.unknown());
    return list;
  }

  /// §3.0.2: a component that runs past the message is ignored, and so is all that follows it.
  private static List<Span> spans(WireReader in) throws Malformed {
    var spans = new ArrayList<Span>();
    while (in.remaining() >= 4) {
      int type = in.u16("component type");
      int lengthAt = in.position();
      int length = in.u16("component length");
      if (length % 4 != 0) {
        throw new Malformed(Defect.MISALIGNED, lengthAt, "component length " + length);
      }
      if (length > in.remaining()) {
        return spans;
      }
      int start = in.position();
      in.sub(length, "component");
      spans.add(new Span(type, start, start + length));
    }
    return spans;
  }

  private static Component.Service service(byte[] datagram, List<Span> spans) throws Malformed {
    return ComponentCodec.service(first(spans, ComponentCodec.SERVICE).reader(datagram));
  }

  private Optional<Decoded> authenticate(byte[] message, List<Span> spans, ServiceGroup group)
      throws Malformed {
    var security = groups.get(group);
    if (security == null) {
      return Optional.of(new Rejected(Cause.SERVICE, 0, "service " + group.displayName()));
    }
    var span = first(spans, ComponentCodec.SECURITY);
    var in = span.reader(message);
    int option = in.u32("security option");
    if (option != (security.authenticates() ? OPTION_MD5 : 0)) {
      return Optional.of(
          new Rejected(
              Cause.SECURITY_OPTION, span.start(), "option " + option + ", ours is " + security));
    }
    if (!security.authenticates()) {
      return Optional.empty();
    }
    int digestAt = in.position();
    byte[] digest = in.octets(Security.DIGEST_OCTETS, "MD5 digest");
    Arrays.fill(message, digestAt, digestAt + Security.DIGEST_OCTETS, (byte) 0);
    return MessageDigest.isEqual(digest, security.digest(message))
        ? Optional.empty()
        : Optional.of(new Rejected(Cause.DIGEST, digestAt, "the digest is not that of ours"));
  }

  private static Decoded assemble(int type, int minor, byte[] datagram, List<Span> spans)
      throws Malformed {
    var parts = new Parts();
    for (Span span : spans) {
      if (span.type() != ComponentCodec.SECURITY) {
        parts.add(ComponentCodec.read(span.type(), span.reader(datagram)));
      }
    }
    return new Accepted(
        switch (type) {
          case HERE_I_AM -> hereIAm(minor, parts);
          case I_SEE_YOU -> iSeeYou(minor, parts);
          case REDIRECT_ASSIGN ->
              new Message.RedirectAssign(
                  minor,
                  parts.need(Component.Service.class),
                  parts.need(Component.HashAssignment.class),
                  parts.unknown);
          default ->
              new Message.RemovalQuery(
                  minor,
                  parts.need(Component.Service.class),
                  parts.need(Component.Query.class),
                  parts.unknown);
        });
  }

  private static Message hereIAm(int minor, Parts parts) throws Malformed {
    return new Message.HereIAm(
        minor,
        parts.need(Component.Service.class),
        parts.need(Component.Identity.class).cache(),
        parts.need(Component.CacheView.class),
        parts.find(Component.Capabilities.class),
        parts.find(Component.Commands.class),
        parts.unknown);
  }

  private static Message iSeeYou(int minor, Parts parts) throws Malformed {
    return new Message.ISeeYou(
        minor,
        parts.need(Component.Service.class),
        parts.need(Component.RouterIdentity.class),
        parts.need(Component.RouterView.class),
        parts.find(Component.Capabilities.class),
        parts.find(Component.Commands.class),
        parts.unknown);
  }

  /// The decoded components of one message. Of two of a kind the first counts (§3.0.2).
  private static final class Parts {
    private final List<Component> known = new ArrayList<>();
    private final List<Component.Unknown> unknown = new ArrayList<>();

    void add(Component component) {
      if (component instanceof Component.Unknown stranger) {
        unknown.add(stranger);
      } else {
        known.add(component);
      }
    }

    <C extends Component> Optional<C> find(Class<C> kind) {
      return known.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    <C extends Component> C need(Class<C> kind) throws Malformed {
      return find(kind).orElseThrow(() -> missing(kind.getSimpleName()));
    }
  }

  private static Span first(List<Span> spans, int type) throws Malformed {
    return spans.stream()
        .filter(span -> span.type() == type)
        .findFirst()
        .orElseThrow(() -> missing("component " + type));
  }

  private static Cause cause(Defect defect) {
    return switch (defect) {
      case TRUNCATED -> Cause.TRUNCATED;
      case MISALIGNED -> Cause.MISALIGNED;
      case COUNT -> Cause.COUNT;
      case VALUE -> Cause.VALUE;
      case FORM -> Cause.FORM;
      case MISSING -> Cause.COMPONENT_MISSING;
    };
  }

  private static Malformed missing(String what) {
    return new Malformed(Defect.MISSING, HEADER_OCTETS, what + " is missing");
  }
}
