package dev.weir.wccp.diagnosis.conversation;

import dev.weir.wccp.codec.Dissection;
import dev.weir.wccp.codec.Piece;
import dev.weir.wccp.diagnosis.Finding;
import dev.weir.wccp.diagnosis.Findings;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.wire.Field;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Follows who said what to whom in a capture, and finds what single messages cannot show.
///
/// Bounded: parties beyond a limit are not followed.
public final class Conversation {
  private static final int PARTY_COUNT_MAX = 1_024;
  private static final long PERIOD_MICROS = 10_000_000;

  private record CacheTo(ServiceGroup group, InetAddress cache, InetAddress to) {}

  private record RouterIn(ServiceGroup group, InetAddress router) {}

  private final Map<CacheTo, Exchange> exchanges = new LinkedHashMap<>();
  private final Map<CacheTo, CacheTalk> caches = new LinkedHashMap<>();
  private final Set<InetAddress> addresses = new HashSet<>();
  private final Map<RouterIn, RouterTalk> routers = new LinkedHashMap<>();
  private final Map<ServiceGroup, Component.Service> services = new LinkedHashMap<>();

  /// Takes the next message in. What it says about the conversation so far.
  public List<Finding> on(Envelope envelope, Dissection message) {
    var findings = new Findings();
    ports(envelope, findings);
    message.version1().ifPresent(it -> version1(it, envelope, findings));
    var service = message.find(Component.Service.class);
    if (service.isPresent()) {
      var group = service.get().group();
      same(service.get(), message, findings);
      hereIAm(group, envelope, message, findings);
      iSeeYou(group, envelope, message, findings);
      redirectAssign(group, envelope, message, findings);
      removalQuery(group, envelope, message, findings);
    }
    return findings.inOrder();
  }

  /// What remains to be said when the capture has ended.
  public List<Finding> end() {
    var findings = new Findings();
    caches.values().forEach(it -> it.end(findings));
    exchanges.values().forEach(it -> it.end(findings));
    routers.values().forEach(it -> it.end(findings));
    return findings.inOrder();
  }

  /// The description of a service that was heard of, by its number.
  public Optional<Component.Service> service(int id, boolean dynamic) {
    var type = dynamic ? ServiceGroup.Type.DYNAMIC : ServiceGroup.Type.STANDARD;
    return Optional.ofNullable(services.get(new ServiceGroup(type, id)));
  }

  /// Whether an address has spoken as a cache.
  public boolean isCache(InetAddress address) {
    return addresses.contains(address);
  }

  private static void ports(Envelope envelope, Findings findings) {
    if (envelope.toPort() != Envelope.PORT) {
      findings.unusual(0, "1", "sent to port " + envelope.toPort() + ", not to 2048");
    } else if (envelope.fromPort() != Envelope.PORT) {
      findings.unusual(0, "1", "sent from port " + envelope.fromPort() + ", not from 2048");
    }
  }

  private void same(Component.Service service, Dissection message, Findings findings) {
    var before = at(services, service.group(), () -> service);
    if (before.isPresent() && !before.get().equals(service)) {
      findings.wrong(
          piece(message, 1).map(Piece::at).orElse(0),
          "4.4",
          "describes the service differently than the first message about it");
    }
  }

  private void hereIAm(
      ServiceGroup group, Envelope envelope, Dissection message, Findings findings) {
    var identity = message.find(Component.Identity.class);
    if (identity.isEmpty()) {
      return;
    }
    var cache = identity.get().cache().address();
    if (!cache.equals(envelope.from())) {
      findings.unusual(
          place(message, 3, "cache address"),
          "1",
          "cache address is not the source address: routers may answer to either");
    }
    talk(group, cache, envelope.to())
        .ifPresent(it -> it.spoke(envelope.atMicros(), period(message), findings));
    message
        .find(Component.CacheView.class)
        .ifPresent(view -> echoes(group, cache, view.routers(), message, findings));
  }

  private void echoes(
      ServiceGroup group,
      InetAddress cache,
      List<HeardRouter> routers,
      Dissection message,
      Findings findings) {
    exchanges.forEach((key, exchange) -> {
      if (key.group().equals(group) && key.cache().equals(cache)) {
        int at = index(routers, key.to());
        exchange.named(
            at < 0 ? ReceiveId.NONE : routers.get(at).receiveId(),
            at < 0 ? place(message, 5, "number of routers") : nth(message, 5, "receive id", at),
            "3.7",
            findings);
      }
    });
  }

  private static int index(List<HeardRouter> routers, InetAddress router) {
    for (int i = 0; i < routers.size(); i++) {
      if (routers.get(i).router().equals(router)) {
        return i;
      }
    }
    return -1;
  }

  private void iSeeYou(
      ServiceGroup group, Envelope envelope, Dissection message, Findings findings) {
    var identity = message.find(Component.RouterIdentity.class);
    if (identity.isEmpty()) {
      return;
    }
    var router = identity.get();
    if (isCache(envelope.from())) {
      findings.unusual(0, "1", "comes from an address that speaks as a cache");
    }
    if (!envelope.to().isMulticastAddress() && !router.receivedFrom().contains(envelope.to())) {
      findings.unusual(
          place(message, 2, "number received from"),
          "3.3",
          "the cache it is sent to is not among those it answers: that cache ignores it");
    }
    for (InetAddress cache : router.receivedFrom()) {
      exchange(group, router.router(), cache).ifPresent(it -> it.sent(router.receiveId()));
      heard(group, cache, router.sentTo()).ifPresent(CacheTalk::answered);
    }
    var talk = router(group, router.router());
    talk.ifPresent(
        it -> it.sent(router.receiveId(), place(message, 2, "receive id"), "3.3", findings));
    message
        .find(Component.RouterView.class)
        .ifPresent(
            view -> talk.ifPresent(it -> view(it, view, group, envelope, message, findings)));
  }

  private void view(
      RouterTalk talk,
      Component.RouterView view,
      ServiceGroup group,
      Envelope envelope,
      Dissection message,
      Findings findings) {
    int at = place(message, 4, "number of caches");
    var listed = view.caches().stream().map(it -> it.address()).toList();
    for (InetAddress cache : talk.lists(listed, view.memberChange(), at, findings)) {
      gone(group, cache, envelope.atMicros(), at, findings);
    }
    talk.shows(view.key(), place(message, 4, "key address"), findings);
  }

  private void gone(
      ServiceGroup group, InetAddress cache, long atMicros, int offset, Findings findings) {
    String silence =
        caches.entrySet().stream()
            .filter(it -> it.getKey().group().equals(group) && it.getKey().cache().equals(cache))
            .map(it -> ", whose last HERE_I_AM was " + it.getValue().silence(atMicros) + " ago")
            .findFirst()
            .orElse("");
    findings.unusual(offset, "4.4", "no longer lists " + cache.getHostAddress() + silence);
  }

  private void redirectAssign(
      ServiceGroup group, Envelope envelope, Dissection message, Findings findings) {
    var info = message.find(AssignmentInfo.class);
    if (info.isEmpty()) {
      return;
    }
    int type = piece(message, 6).isPresent() ? 6 : 13;
    String section = type == 6 ? "3.8" : "3.11";
    var designated = info.get().key().designated();
    if (!designated.equals(envelope.from())) {
      findings.unusual(
          place(message, type, "key address"), section, "key address is not the source address");
    }
    for (int i = 0; i < info.get().routers().size(); i++) {
      var to = info.get().routers().get(i);
      int idAt = nth(message, type, "receive id", i);
      int changeAt = nth(message, type, "member change", i);
      exchange(group, to.router(), designated)
          .ifPresent(it -> it.assigned(to.receiveId(), idAt, section, findings));
      router(group, to.router())
          .ifPresent(
              it -> it.assigned(info.get().key(), to.memberChange(), changeAt, section, findings));
    }
  }

  private void removalQuery(
      ServiceGroup group, Envelope envelope, Dissection message, Findings findings) {
    var query = message.find(Component.Query.class);
    if (query.isEmpty()) {
      return;
    }
    var it = query.get();
    if (!it.target().equals(envelope.to())) {
      findings.wrong(
          place(message, 7, "target"), "3.9", "target is not the cache that this is sent to");
    }
    exchange(group, it.router(), it.target()).ifPresent(known -> known.sent(it.receiveId()));
    router(group, it.router())
        .ifPresent(
            known -> known.sent(it.receiveId(), place(message, 7, "receive id"), "3.9", findings));
    heard(group, it.target(), it.sentTo())
        .ifPresent(talk ->
            findings.note(
                0, "4.1", "the last HERE_I_AM was " + talk.silence(envelope.atMicros()) + " ago"));
  }

  private void version1(Version1 message, Envelope envelope, Findings findings) {
    var group = ServiceGroup.WEB_CACHE;
    switch (message) {
      case Version1.HereIAm it -> {
        talk(group, envelope.from(), envelope.to())
            .ifPresent(talk -> talk.spoke(envelope.atMicros(), PERIOD_MICROS, findings));
        exchange(group, envelope.to(), envelope.from())
            .ifPresent(known -> known.named(it.received(), 48, "2", findings));
      }
      case Version1.ISeeYou it -> {
        exchange(group, envelope.from(), envelope.to())
            .ifPresent(known -> known.sent(it.receiveId()));
        heard(group, envelope.to(), envelope.from()).ifPresent(CacheTalk::answered);
        var listed = it.caches().stream().map(Version1.ISeeYou.Entry::cache).toList();
        router(group, envelope.from())
            .ifPresent(talk ->
                talk.lists(listed, it.change(), 16, findings)
                    .forEach(cache -> gone(group, cache, envelope.atMicros(), 16, findings)));
      }
      case Version1.AssignBuckets it ->
          exchange(group, envelope.to(), envelope.from())
              .ifPresent(known -> known.assigned(it.received(), 4, "2", findings));
    }
  }

  private Optional<Exchange> exchange(ServiceGroup group, InetAddress router, InetAddress cache) {
    return at(
        exchanges,
        new CacheTo(group, cache, router),
        () -> new Exchange(text(router), text(cache)));
  }

  private Optional<CacheTalk> talk(ServiceGroup group, InetAddress cache, InetAddress to) {
    var talk =
        at(
            caches,
            new CacheTo(group, cache, to),
            () -> new CacheTalk(text(cache), text(to), group.displayName()));
    talk.ifPresent(_ -> addresses.add(cache));
    return talk;
  }

  private Optional<CacheTalk> heard(ServiceGroup group, InetAddress cache, InetAddress to) {
    return Optional.ofNullable(caches.get(new CacheTo(group, cache, to)));
  }

  private Optional<RouterTalk> router(ServiceGroup group, InetAddress router) {
    return at(routers, new RouterIn(group, router), () -> new RouterTalk(text(router)));
  }

  private static <K, V> Optional<V> at(Map<K, V> parties, K key, Supplier<V> fresh) {
    if (parties.size() >= PARTY_COUNT_MAX && !parties.containsKey(key)) {
      return Optional.empty();
    }
    return Optional.of(parties.computeIfAbsent(key, _ -> fresh.get()));
  }

  private static long period(Dissection message) {
    return message
        .find(Component.Capabilities.class)
        .flatMap(it ->
            it.elements().stream()
                .filter(Capability.TransmitInterval.class::isInstance)
                .map(Capability.TransmitInterval.class::cast)
                .findFirst())
        .filter(it -> it.single() && it.lowerMs() > 0)
        .map(it -> it.lowerMs() * 1_000L)
        .orElse(PERIOD_MICROS);
  }

  private static Optional<Piece> piece(Dissection message, int type) {
    return message.pieces().stream().filter(piece -> piece.type() == type).findFirst();
  }

  private static int place(Dissection message, int type, String field) {
    return piece(message, type).map(piece -> piece.place(field)).orElse(0);
  }

  private static int nth(Dissection message, int type, String name, int index) {
    return piece(message, type)
        .map(piece -> piece.named(name))
        .filter(fields -> index < fields.size())
        .map(fields -> fields.get(index))
        .map(Field::offset)
        .orElse(0);
  }

  private static String text(InetAddress address) {
    return String.valueOf(address.getHostAddress());
  }
}
