package dev.weir.wccp.codec;

import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.AssignmentMap;
import dev.weir.wccp.message.Component.CacheView;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.Component.RouterView;
import dev.weir.wccp.message.Component.Service;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.Malformed.Defect;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and writes the type-length-value components that follow a message header (§3.0.2).
final class ComponentCodec {
  static final int SECURITY = 0;
  static final int SERVICE = 1;

  private static final int ROUTER_IDENTITY = 2;
  private static final int CACHE_IDENTITY = 3;
  private static final int ROUTER_VIEW = 4;
  private static final int CACHE_VIEW = 5;
  private static final int ASSIGNMENT = 6;
  private static final int QUERY = 7;
  private static final int CAPABILITIES = 8;
  private static final int ALTERNATE_ASSIGNMENT = 13;
  private static final int ASSIGNMENT_MAP = 14;
  private static final int COMMANDS = 15;
  private static final int ALTERNATE_MAP = 16;
  static final int ADDRESS_TABLE = 17;

  /// The most routers, caches, or addressees one list may have (§4.5).
  static final int PARTY_COUNT_MAX = 32;

  private static final int PORT_COUNT = 8;

  private final AssignmentCodec assignments;

  ComponentCodec(BucketOctet layout) {
    this.assignments = new AssignmentCodec(layout);
  }

  Component read(int type, WireReader in) throws Malformed {
    return switch (type) {
      case SERVICE -> service(in);
      case ROUTER_IDENTITY -> routerIdentity(in);
      case CACHE_IDENTITY -> new Component.Identity(ElementCodec.identityInfo(in));
      case ROUTER_VIEW -> routerView(in);
      case CACHE_VIEW -> cacheView(in);
      case ASSIGNMENT -> assignments.plain(in);
      case ALTERNATE_ASSIGNMENT -> assignments.alternate(in);
      case ASSIGNMENT_MAP -> assignments.map(in);
      case ALTERNATE_MAP -> assignments.alternateMap(in);
      case QUERY ->
          new Component.Query(
              in.address("router"),
              new ReceiveId(in.u32("receive id")),
              in.address("sent to"),
              in.address("target"));
      case CAPABILITIES -> new Component.Capabilities(ElementCodec.capabilities(in));
      case COMMANDS -> new Commands(ElementCodec.commands(in));
      default -> Component.Unknown.of(type, in.octets(in.remaining(), "component body"));
    };
  }

  void write(Component component, WireWriter out) {
    switch (component) {
      case Service it -> out.tlv(SERVICE, body -> service(it, body));
      case Component.RouterIdentity it ->
          out.tlv(
              ROUTER_IDENTITY,
              body ->
                  addresses(
                      it.receivedFrom(),
                      body.address(it.router()).u32(it.receiveId().value()).address(it.sentTo())));
      case Component.Identity it ->
          out.tlv(CACHE_IDENTITY, body -> ElementCodec.cache(it.cache(), body));
      case RouterView it -> out.tlv(ROUTER_VIEW, body -> routerView(it, body));
      case CacheView it -> out.tlv(CACHE_VIEW, body -> cacheView(it, body));
      case AssignmentInfo it ->
          out.tlv(
              it.form() == Form.PLAIN ? ASSIGNMENT : ALTERNATE_ASSIGNMENT,
              body -> assignments.write(it, body));
      case AssignmentMap it ->
          out.tlv(
              it.form() == Form.PLAIN ? ASSIGNMENT_MAP : ALTERNATE_MAP,
              body -> assignments.write(it, body));
      case Component.Query it ->
          out.tlv(
              QUERY,
              body ->
                  body.address(it.router())
                      .u32(it.receiveId().value())
                      .address(it.sentTo())
                      .address(it.target()));
      case Component.Capabilities it ->
          out.tlv(CAPABILITIES, body -> ElementCodec.capabilities(it.elements(), body));
      case Commands it -> out.tlv(COMMANDS, body -> ElementCodec.commands(it.commands(), body));
      case Component.Unknown it -> out.tlv(it.type(), body -> body.octets(it.body()));
    }
  }

  /// §3.2. The list of ports ends at its first zero.
  static Service service(WireReader in) throws Malformed {
    int typeAt = in.position();
    int type = in.u8("service type");
    if (type > 1) {
      throw new Malformed(Defect.VALUE, typeAt, "service type " + type);
    }
    var group =
        new ServiceGroup(
            type == 0 ? ServiceGroup.Type.STANDARD : ServiceGroup.Type.DYNAMIC,
            in.u8("service id"));
    int priority = in.u8("priority");
    int protocol = in.u8("protocol");
    int flags = in.u32("service flags");
    var ports = new ArrayList<Integer>(PORT_COUNT);
    boolean ended = false;
    for (int i = 0; i < PORT_COUNT; i++) {
      int port = in.u16("port");
      ended |= port == 0;
      if (!ended) {
        ports.add(port);
      }
    }
    return new Service(group, priority, protocol, flags, ports);
  }

  private static void service(Service it, WireWriter body) {
    body.u8(it.group().type() == ServiceGroup.Type.STANDARD ? 0 : 1).u8(it.group().id());
    body.u8(it.priority()).u8(it.protocol()).u32(it.flags());
    for (int i = 0; i < PORT_COUNT; i++) {
      body.u16(i < it.ports().size() ? it.ports().get(i) : 0);
    }
  }

  private static Component routerIdentity(WireReader in) throws Malformed {
    var router = in.address("router id");
    int idAt = in.position();
    var receiveId = new ReceiveId(in.u32("receive id"));
    if (receiveId.equals(ReceiveId.NONE)) {
      throw new Malformed(Defect.VALUE, idAt, "receive id 0");
    }
    return new Component.RouterIdentity(
        router,
        receiveId,
        in.address("sent to"),
        addresses(in, "number received from", "received from"));
  }

  private static Component routerView(WireReader in) throws Malformed {
    int change = in.u32("member change number");
    var key = AssignmentCodec.key(in);
    var routers = addresses(in, "number of routers", "router");
    int count = in.count("number of caches", PARTY_COUNT_MAX, 8);
    var caches = new ArrayList<CacheIdentity>(count);
    for (int i = 0; i < count; i++) {
      caches.add(ElementCodec.cache(in));
    }
    return new RouterView(
        change,
        key.designated().isAnyLocalAddress() ? Optional.empty() : Optional.of(key),
        routers,
        caches);
  }

  private static void routerView(RouterView it, WireWriter body) {
    body.u32(it.memberChange());
    it.key().ifPresentOrElse(key -> AssignmentCodec.key(key, body), () -> body.u32(0).u32(0));
    addresses(it.routers(), body);
    body.u32(it.caches().size());
    it.caches().forEach(cache -> ElementCodec.cache(cache, body));
  }

  private static Component cacheView(WireReader in) throws Malformed {
    int change = in.u32("view change number");
    int count = in.count("number of routers", PARTY_COUNT_MAX, 8);
    var routers = new ArrayList<HeardRouter>(count);
    for (int i = 0; i < count; i++) {
      routers.add(new HeardRouter(in.address("router"), new ReceiveId(in.u32("receive id"))));
    }
    return new CacheView(change, routers, addresses(in, "number of caches", "cache"));
  }

  private static void cacheView(CacheView it, WireWriter body) {
    body.u32(it.change()).u32(it.routers().size());
    it.routers().forEach(heard -> body.address(heard.router()).u32(heard.receiveId().value()));
    addresses(it.caches(), body);
  }

  static List<InetAddress> addresses(WireReader in, String countField, String field)
      throws Malformed {
    int count = in.count(countField, PARTY_COUNT_MAX, 4);
    var addresses = new ArrayList<InetAddress>(count);
    for (int i = 0; i < count; i++) {
      addresses.add(in.address(field));
    }
    return addresses;
  }

  static void addresses(List<InetAddress> addresses, WireWriter body) {
    body.u32(addresses.size());
    addresses.forEach(body::address);
  }
}
