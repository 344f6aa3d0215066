package dev.weir.wccp.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A router, and puppets around it. Every message travels as authenticated octets and must come out
/// as it went in.
final class Bench {
  static final InetAddress ROUTER = InetAddress.ofLiteral("192.0.2.1");
  static final ServiceGroup DYNAMIC = new ServiceGroup(ServiceGroup.Type.DYNAMIC, 90);

  /// TCP to port 8080, hashed by destination.
  static final Component.Service PROXY = new Component.Service(DYNAMIC, 5, 6, 0x12, List.of(8080));

  private final InetAddress router;
  private final ServiceGroup service;
  private final MessageCodec codec;
  private final RouterGroup group;
  private final List<Puppet> caches = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  Bench(RouterGroup.Settings settings) {
    this(settings, "foo");
  }

  Bench(RouterGroup.Settings settings, String password) {
    this.router = settings.routerId();
    this.service = settings.group();
    this.group = new RouterGroup(settings);
    this.codec = new MessageCodec(Map.of(service, Security.md5(password)));
  }

  /// A cache that is as yet silent.
  Puppet cache(String address) {
    var described = service.equals(DYNAMIC) ? PROXY : service.standardService();
    var cache = new Puppet(InetAddress.ofLiteral(address), router, described);
    caches.add(cache);
    return cache;
  }

  /// A cache that is usable.
  Puppet joined(String address) {
    return join(cache(address));
  }

  Puppet join(Puppet cache) {
    says(cache);
    says(cache);
    assertThat(usable()).contains(cache.address);
    return cache;
  }

  List<RouterEffect> says(Puppet cache) {
    return receives(cache.hereIAm(), cache);
  }

  List<RouterEffect> leaves(Puppet cache) {
    return receives(cache.hereIAm(cache.heard, Optional.of(cache.address)), cache);
  }

  List<RouterEffect> receives(Message message, Puppet from) {
    return receives(message, from.source, from.sendsTo);
  }

  List<RouterEffect> receives(Message message, InetAddress from, InetAddress sentTo) {
    return carried(group.on(new RouterEvent.Received(travelled(message), from, sentTo), now));
  }

  /// The table of these caches, sent by the first with what it last heard.
  List<RouterEffect> assigns(Puppet designated, int number, Assignment table, Form form) {
    return receives(assignment(designated, number, table, form), designated);
  }

  Message.RedirectAssign assignment(Puppet designated, int number, Assignment table, Form form) {
    var us = new AddressedRouter(router, designated.heard, state().memberChange());
    return new Message.RedirectAssign(
        form == Form.ALTERNATE_MASK ? 1 : designated.minor,
        service.standardService(),
        new AssignmentInfo(new AssignmentKey(designated.address, number), List.of(us), table, form),
        List.of());
  }

  static HashAssignment buckets(Puppet... caches) {
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    for (int index = 0; index < caches.length; index++) {
      int own = index;
      shares.put(
          caches[index].address,
          BucketSet.of(IntStream.range(0, 256).filter(it -> it % caches.length == own)));
    }
    return HashAssignment.ofShares(shares);
  }

  /// The 64 values of the usual mask, in turn.
  static MaskAssignment values(Puppet... caches) {
    var mask = MaskSet.Mask.DEFAULT;
    return new MaskAssignment(
        List.of(
            new MaskSet(
                mask,
                IntStream.range(0, 64)
                    .mapToObj(
                        it -> new MaskSet.Value(mask.value(it), caches[it % caches.length].address))
                    .toList())));
  }

  List<RouterEffect> after(long seconds) {
    return after(Duration.ofSeconds(seconds));
  }

  /// What happens meanwhile, from deadline to deadline. A deadline that stays would never end.
  List<RouterEffect> after(Duration time) {
    var end = now.plus(time);
    var all = new ArrayList<RouterEffect>();
    for (int rounds = 0; !group.nextDeadline().isAfter(end); rounds++) {
      assertThat(rounds).as("rounds until " + end).isLessThan(1_000);
      now = group.nextDeadline().isAfter(now) ? group.nextDeadline() : now;
      all.addAll(carried(group.on(new RouterEvent.DeadlinePassed(), now)));
    }
    now = end;
    return all;
  }

  List<RouterEffect> fault(RouterEvent.Fault.Kind kind) {
    return carried(group.on(new RouterEvent.Fault(kind), now));
  }

  RouterSnapshot state() {
    return group.snapshot();
  }

  Instant now() {
    return now;
  }

  Instant nextDeadline() {
    return group.nextDeadline();
  }

  List<InetAddress> usable() {
    return state().caches().stream()
        .filter(RouterSnapshot.Cache::usable)
        .map(RouterSnapshot.Cache::address)
        .toList();
  }

  RouterSnapshot.Cache known(Puppet cache) {
    return state().caches().stream()
        .filter(it -> it.address().equals(cache.address))
        .findFirst()
        .orElseThrow();
  }

  /// The octets of a message after its header.
  int length(Message message) {
    return codec.encode(message).length - 8;
  }

  static List<Message> sent(List<RouterEffect> effects) {
    return effects.stream()
        .filter(RouterEffect.Send.class::isInstance)
        .map(it -> ((RouterEffect.Send) it).message())
        .toList();
  }

  static Message.ISeeYou answer(List<RouterEffect> effects) {
    assertThat(sent(effects)).hasSize(1);
    return (Message.ISeeYou) sent(effects).getFirst();
  }

  static List<RouterEffect.IgnoredReason> ignored(List<RouterEffect> effects) {
    return effects.stream()
        .filter(RouterEffect.Ignored.class::isInstance)
        .map(it -> ((RouterEffect.Ignored) it).reason())
        .toList();
  }

  private Message travelled(Message message) {
    assertThat(codec.decode(codec.encode(message))).isEqualTo(new Decoded.Accepted(message));
    return message;
  }

  private List<RouterEffect> carried(List<RouterEffect> effects) {
    effects.forEach(effect -> {
      if (effect instanceof RouterEffect.Send(var message, var to)) {
        var hearing =
            caches.stream().filter(it -> to.isMulticastAddress() || to.equals(it.source)).toList();
        switch (travelled(message)) {
          case Message.ISeeYou seen -> hearing.forEach(it -> it.hears(seen));
          case Message.RemovalQuery query -> hearing.forEach(it -> it.asked(query));
          default -> throw new AssertionError("a router sends no " + message);
        }
      }
    });
    return effects;
  }
}
