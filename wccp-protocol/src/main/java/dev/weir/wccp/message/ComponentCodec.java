package dev.weir.wccp.message;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketTable;
import dev.weir.wccp.message.Component.CacheView;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.HashAssignment;
import dev.weir.wccp.message.Component.HashAssignment.AddressedRouter;
import dev.weir.wccp.message.Component.RouterView;
import dev.weir.wccp.message.Component.Service;
import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.Malformed.Defect;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;
import java.net.Inet4Address;
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
  private static final int HASH_ASSIGNMENT = 6;
  private static final int QUERY = 7;
  private static final int CAPABILITIES = 8;
  private static final int COMMANDS = 15;

  /// The most routers, caches, or addressees one list may have (§4.5).
  static final int PARTY_COUNT_MAX = 32;

  private static final int PORT_COUNT = 8;

  private ComponentCodec() {}

  static Component read(int type, WireReader in) throws Malformed {
    return switch (type) {
      case SERVICE -> service(in);
      case ROUTER_IDENTITY -> routerIdentity(in);
      case CACHE_IDENTITY -> new Component.Identity(ElementCodec.cache(in));
      case ROUTER_VIEW -> routerView(in);
      case CACHE_VIEW -> cacheView(in);
      case HASH_ASSIGNMENT -> hashAssignment(in);
      case QUERY ->
          new Component.Query(
              in.ipv4("router"),
              new ReceiveId(in.u32("receive id")),
              in.ipv4("sent to"),
              in.ipv4("target"));
      case CAPABILITIES -> new Component.Capabilities(ElementCodec.capabilities(in));
      case COMMANDS -> new Commands(ElementCodec.commands(in));
      default -> Component.Unknown.of(type, in.octets(in.remaining(), "component body"));
    };
  }

  static void write(Component component, WireWriter out) {
    switch (component) {
      case Service it -> out.tlv(SERVICE, body -> service(it, body));
      case Component.RouterIdentity it ->
          out.tlv(
              ROUTER_IDENTITY,
              body ->
                  addresses(
                      it.receivedFrom(),
                      body.ipv4(it.router()).u32(it.receiveId().value()).ipv4(it.sentTo())));
      case Component.Identity it ->
          out.tlv(CACHE_IDENTITY, body -> ElementCodec.cache(it.cache(), body));
      case RouterView it -> out.tlv(ROUTER_VIEW, body -> routerView(it, body));
      case CacheView it -> out.tlv(CACHE_VIEW, body -> cacheView(it, body));
      case HashAssignment it -> out.tlv(HASH_ASSIGNMENT, body -> hashAssignment(it, body));
      case Component.Query it ->
          out.tlv(
              QUERY,
              body ->
                  body.ipv4(it.router())
                      .u32(it.receiveId().value())
                      .ipv4(it.sentTo())
                      .ipv4(it.target()));
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
    var router = in.ipv4("router id");
    int idAt = in.position();
    var receiveId = new ReceiveId(in.u32("receive id"));
    if (receiveId.equals(ReceiveId.NONE)) {
      throw new Malformed(Defect.VALUE, idAt, "receive id 0");
    }
    return new Component.RouterIdentity(
        router, receiveId, in.ipv4("sent to"), addresses(in, "received from"));
  }

  private static Component routerView(WireReader in) throws Malformed {
    int change = in.u32("member change number");
    var key = key(in);
    var routers = addresses(in, "number of routers");
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
    it.key().ifPresentOrElse(key -> key(key, body), () -> body.u32(0).u32(0));
    addresses(it.routers(), body);
    body.u32(it.caches().size());
    it.caches().forEach(cache -> ElementCodec.cache(cache, body));
  }

  private static Component cacheView(WireReader in) throws Malformed {
    int change = in.u32("view change number");
    int count = in.count("number of routers", PARTY_COUNT_MAX, 8);
    var routers = new ArrayList<HeardRouter>(count);
    for (int i = 0; i < count; i++) {
      routers.add(new HeardRouter(in.ipv4("router"), new ReceiveId(in.u32("receive id"))));
    }
    return new CacheView(change, routers, addresses(in, "number of caches"));
  }

  private static void cacheView(CacheView it, WireWriter body) {
    body.u32(it.change()).u32(it.routers().size());
    it.routers().forEach(heard -> body.ipv4(heard.router()).u32(heard.receiveId().value()));
    addresses(it.caches(), body);
  }

  private static Component hashAssignment(WireReader in) throws Malformed {
    var key = key(in);
    int count = in.count("number of routers", PARTY_COUNT_MAX, 12);
    var routers = new ArrayList<AddressedRouter>(count);
    for (int i = 0; i < count; i++) {
      routers.add(
          new AddressedRouter(
              in.ipv4("router"), new ReceiveId(in.u32("receive id")), in.u32("member change")));
    }
    var caches = addresses(in, "number of caches");
    int tableAt = in.position();
    byte[] octets = in.octets(BucketTable.BUCKET_COUNT, "bucket table");
    var table = BucketTable.ofOctets(octets, caches.size());
    if (table.isEmpty()) {
      throw new Malformed(Defect.VALUE, tableAt, "a bucket names a cache that is not listed");
    }
    return new HashAssignment(key, routers, new Assignment(caches, table.get()));
  }

  private static void hashAssignment(HashAssignment it, WireWriter body) {
    key(it.key(), body);
    body.u32(it.routers().size());
    it.routers()
        .forEach(to -> body.ipv4(to.router()).u32(to.receiveId().value()).u32(to.memberChange()));
    addresses(it.assignment().caches(), body);
    body.octets(it.assignment().table().toOctets());
  }

  private static AssignmentKey key(WireReader in) throws Malformed {
    return new AssignmentKey(in.ipv4("key address"), in.u32("key change number"));
  }

  private static void key(AssignmentKey key, WireWriter body) {
    body.ipv4(key.designated()).u32(key.number());
  }

  private static List<Inet4Address> addresses(WireReader in, String field) throws Malformed {
    int count = in.count(field, PARTY_COUNT_MAX, 4);
    var addresses = new ArrayList<Inet4Address>(count);
    for (int i = 0; i < count; i++) {
      addresses.add(in.ipv4(field));
    }
    return addresses;
  }

  private static void addresses(List<Inet4Address> addresses, WireWriter body) {
    body.u32(addresses.size());
    addresses.forEach(body::ipv4);
  }
}
