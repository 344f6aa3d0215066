package dev.weir.wccp.router;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Component.Capabilities;
import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Share;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A cache that says what a test makes it say, and remembers what it was last told.
final class Puppet {
  final InetAddress address;
  InetAddress source;
  InetAddress sendsTo;
  Component.Service service;
  Share share = new Share.Hash(BucketSet.EMPTY, 100, 0);
  Optional<Capabilities> choice = Optional.empty();
  List<InetAddress> otherRouters = List.of();
  int minor;
  boolean asksForHighest;
  boolean deaf;
  boolean listsUnheard;
  ReceiveId heard = ReceiveId.NONE;
  Optional<Message.ISeeYou> lastSeen = Optional.empty();
  private final InetAddress router;

  Puppet(InetAddress address, InetAddress router, Component.Service service) {
    this.address = address;
    this.source = address;
    this.sendsTo = router;
    this.router = router;
    this.service = service;
  }

  /// It can do masks, as Squid says it: one set of the usual mask without values.
  Puppet byMask() {
    share = new Share.Mask(List.of(new MaskSet(MaskSet.Mask.DEFAULT, List.of())), 0, 0);
    return choosing(Capability.GRE, Capability.MASK, Capability.GRE);
  }

  /// It lists its router before it has heard from it, with receive id 0, as Squid does.
  Puppet listingUnheard() {
    listsUnheard = true;
    return this;
  }

  /// It says which methods it has chosen.
  Puppet choosing(int forwarding, int assignment, int packetReturn, Capability... more) {
    var elements = new ArrayList<Capability>();
    elements.add(new Capability.Forwarding(forwarding));
    elements.add(new Capability.AssignmentMethod(assignment));
    elements.add(new Capability.PacketReturn(packetReturn));
    elements.addAll(List.of(more));
    choice = Optional.of(new Capabilities(elements));
    return this;
  }

  /// Its HERE_I_AM, which echoes what it last heard.
  Message.HereIAm hereIAm() {
    return hereIAm(heard, Optional.empty());
  }

  /// Its HERE_I_AM with another receive id, or none at all.
  Message.HereIAm hereIAm(ReceiveId echoed, Optional<InetAddress> shutdown) {
    var routers = new ArrayList<HeardRouter>();
    if (listsUnheard || !echoed.equals(ReceiveId.NONE)) {
      routers.add(new HeardRouter(router, echoed));
    }
    otherRouters.forEach(it -> routers.add(new HeardRouter(it, new ReceiveId(77))));
    return new Message.HereIAm(
        minor,
        service,
        new CacheIdentity(address, true, asksForHighest, share),
        new Component.CacheView(1, routers, List.of()),
        choice,
        shutdown.map(it -> new Commands(List.of(new Command(Command.SHUTDOWN, it)))),
        List.of());
  }

  /// Takes up an answer that is for it.
  void hears(Message.ISeeYou seen) {
    if (!deaf && seen.router().receivedFrom().contains(address)) {
      heard = seen.router().receiveId();
      lastSeen = Optional.of(seen);
    }
  }

  /// Takes up a question that is for it.
  void asked(Message.RemovalQuery query) {
    if (!deaf && query.query().target().equals(address)) {
      heard = query.query().receiveId();
    }
  }
}
