package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Share;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A router that says what a test wants it to say, and by itself does the least that a router does:
/// it answers, lists who heard it, and installs what names it rightly (§4.4).
///
/// Its fields are the script; whoever changes the membership moves the change number too.
final class ScriptedRouter {
  final InetAddress address;
  InetAddress id;
  int minor;
  int receiveId;
  int change = 1;
  Optional<AssignmentKey> key = Optional.empty();
  Assignment table = HashAssignment.NONE;
  List<InetAddress> reported = List.of();
  Optional<Component.Capabilities> offer = Optional.of(offering(1, 1));
  boolean silent;

  /// Where messages reach it: its address, and others when a test adds them.
  final List<InetAddress> reachable = new ArrayList<>();

  boolean welcomes = true;
  boolean installs = true;
  private final Map<InetAddress, CacheIdentity> caches = new LinkedHashMap<>();
  private Optional<Component.Commands> commands = Optional.empty();

  ScriptedRouter(String address) {
    this.address = InetAddress.ofLiteral(address);
    this.id = this.address;
    this.reachable.add(this.address);
  }

  /// GRE alone or what else the bits say, forwarding and return alike.
  static Component.Capabilities offering(int transports, int distributions) {
    return new Component.Capabilities(
        List.of(
            new Capability.Forwarding(transports),
            new Capability.AssignmentMethod(distributions),
            new Capability.PacketReturn(transports)));
  }

  ScriptedRouter offers(int transports, int distributions) {
    offer = Optional.of(offering(transports, distributions));
    return this;
  }

  ScriptedRouter speaks(int most) {
    minor = most;
    return this;
  }

  /// Lists further caches of weight 100 as usable.
  ScriptedRouter lists(InetAddress... others) {
    for (InetAddress other : others) {
      lists(CacheIdentity.hash(other, true, BucketSet.EMPTY, 100, 0));
    }
    return this;
  }

  void lists(CacheIdentity other) {
    caches.put(other.address(), other);
    change++;
  }

  void drops(InetAddress cache) {
    caches.remove(cache);
    table = table.without(cache);
    change++;
  }

  /// Redirects by this table from now on.
  void shows(InetAddress designated, int number, Assignment assignment) {
    key = Optional.of(new AssignmentKey(designated, number));
    table = assignment;
  }

  /// Forgets everything, as a restart does, its receive ids among it.
  void reboots() {
    caches.clear();
    key = Optional.empty();
    table = HashAssignment.NONE;
    receiveId = 0;
    change = 1;
  }

  /// What the router does about a message: its answer, if there is one.
  Optional<Message> hear(Message message, InetAddress at) {
    if (silent) {
      return Optional.empty();
    }
    overhear(message);
    return message instanceof Message.HereIAm hello
        ? Optional.of(iSeeYou(at, hello.cache().address()))
        : Optional.empty();
  }

  /// The same where the answer waits for the router's own time.
  void overhear(Message message) {
    switch (message) {
      case Message.HereIAm hello -> welcome(hello);
      case Message.RedirectAssign assign -> install(assign.assignment());
      default -> {}
    }
  }

  private void welcome(Message.HereIAm hello) {
    var cache = hello.cache().address();
    var heard = new Component.CacheView.HeardRouter(id, new ReceiveId(receiveId));
    commands = hello.commands().map(_ -> response(cache));
    if (!welcomes || !hello.view().routers().contains(heard)) {
      return;
    }
    if (hello.commands().isPresent()) {
      drops(cache);
    } else if (!caches.containsKey(cache)) {
      lists(hello.cache());
    } else {
      caches.put(cache, hello.cache());
    }
  }

  private void install(Component.AssignmentInfo info) {
    boolean ours =
        info.routers().stream()
            .anyMatch(it ->
                it.router().equals(id)
                    && it.receiveId().value() == receiveId
                    && it.memberChange() == change);
    if (ours && installs) {
      key = Optional.of(info.key());
      table = info.assignment();
    }
  }

  /// The next I_SEE_YOU, answering a message that went to `sentTo`.
  Message.ISeeYou iSeeYou(InetAddress sentTo, InetAddress cache) {
    receiveId++;
    return new Message.ISeeYou(
        minor,
        Bench.SERVICE,
        new Component.RouterIdentity(id, new ReceiveId(receiveId), sentTo, List.of(cache)),
        new Component.RouterView(
            change, key, reported, caches.values().stream().map(this::shown).toList()),
        key.isPresent() && table instanceof MaskAssignment
            ? Optional.of(new Component.AssignmentMap(table, Component.Form.PLAIN))
            : Optional.empty(),
        offer,
        commands,
        List.of());
  }

  /// The next REMOVAL_QUERY.
  Message.RemovalQuery query(InetAddress target) {
    receiveId++;
    return new Message.RemovalQuery(
        minor,
        Bench.SERVICE,
        new Component.Query(id, new ReceiveId(receiveId), address, target),
        List.of());
  }

  private CacheIdentity shown(CacheIdentity cache) {
    var plain = cache.requestingVersion(false);
    if (key.isEmpty()) {
      return plain.historical(true);
    }
    var share =
        table instanceof MaskAssignment
            ? new Share.Mask(List.of(), cache.weight(), cache.status())
            : new Share.Hash(table.share(cache.address()), cache.weight(), cache.status());
    boolean owner = table instanceof MaskAssignment || table.caches().contains(cache.address());
    return owner ? plain.historical(false).sharing(share) : plain.historical(true);
  }

  private static Component.Commands response(InetAddress cache) {
    return new Component.Commands(List.of(new Command(Command.SHUTDOWN_RESPONSE, cache)));
  }
}
