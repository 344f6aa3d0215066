package dev.weir.wccp.router;

import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.negotiation.Agreement;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a router knows of one cache. Confined to its [RouterGroup].
final class Member {
  /// Of the three answers to a REMOVAL_QUERY only the first can echo what was last sent (§4.1).
  private static final int QUERY_REPEATS = 2;

  final InetAddress address;
  InetAddress source;
  InetAddress sentTo;
  CacheIdentity identity;
  int minor;
  Instant heardAt;
  ReceiveId lastSent = ReceiveId.NONE;
  List<InetAddress> routers = List.of();
  Optional<Instant> usableSince = Optional.empty();
  Optional<Agreement> agreement = Optional.empty();
  boolean queried;
  int unechoed;
  private Optional<InetAddress> elsewhere = Optional.empty();
  private ReceiveId sentElsewhere = ReceiveId.NONE;
  private ReceiveId askedWith = ReceiveId.NONE;
  private int repeatsLeft;

  /// A HERE_I_AM with the address it came from and ours it was sent to.
  record Greeting(Message.HereIAm message, InetAddress from, InetAddress sentTo) {
    /// The cache it is about.
    InetAddress cache() {
      return message.cache().address();
    }

    /// Whether the cache says of itself that it goes; of another it cannot (§4.4).
    boolean leaving() {
      return message.commands().filter(it -> it.contains(Command.SHUTDOWN, cache())).isPresent();
    }

    /// The minor version of the answer (§4.4): V asks for our highest, else nothing is understood
    /// that is newer than the header.
    int minor(RouterGroup.Settings settings) {
      return settings.minor(
          message.cache().versionRequest() ? settings.minorMost() : message.minor());
    }
  }

  /// How a HERE_I_AM relates to what was last sent to the cache (§4.4 step 7).
  enum Echo {
    /// It echoes the last receive id.
    VALID,
    /// The second or third answer to a REMOVAL_QUERY, which repeats the first.
    REPEATED,
    /// It echoes another id than the last.
    STALE,
    /// It echoes none: a first contact, or a cache that does not hear us.
    NONE
  }

  Member(Greeting greeting, int minor, Instant now) {
    this.address = greeting.cache();
    this.identity = greeting.message().cache();
    this.source = greeting.from();
    this.sentTo = greeting.sentTo();
    this.minor = minor;
    this.heardAt = now;
  }

  boolean usable() {
    return usableSince.isPresent();
  }

  Echo echo(Greeting greeting, InetAddress router) {
    var heard =
        greeting.message().view().routers().stream()
            .filter(it -> it.router().equals(router))
            .map(HeardRouter::receiveId)
            .filter(it -> !it.equals(ReceiveId.NONE))
            .toList();
    if (heard.isEmpty()) {
      return Echo.NONE;
    }
    if (heard.contains(lastSentTo(greeting.from()))) {
      return Echo.VALID;
    }
    if (greeting.from().equals(source) && repeatsLeft > 0 && heard.contains(askedWith)) {
      repeatsLeft--;
      return Echo.REPEATED;
    }
    return Echo.STALE;
  }

  /// Notes what was sent there. What a stranger is told in a usable cache's name must not spoil
  /// that cache's own exchange.
  void sent(ReceiveId id, InetAddress to) {
    boolean toSource = to.equals(source);
    if (toSource) {
      lastSent = id;
    }
    if (!toSource || elsewhere.filter(to::equals).isPresent()) {
      elsewhere = Optional.of(to);
      sentElsewhere = id;
    }
  }

  /// Notes what was sent to all, this cache among them, wherever it is.
  void sentToAll(ReceiveId id) {
    lastSent = id;
    elsewhere = Optional.empty();
  }

  /// The last receive id sent there: who moves must have heard it at the new address, so that a
  /// replayed message moves nobody.
  private ReceiveId lastSentTo(InetAddress from) {
    return from.equals(source)
        ? lastSent
        : elsewhere.filter(from::equals).isPresent() ? sentElsewhere : ReceiveId.NONE;
  }

  /// It comes from there now. What was sent to where it came from before was not sent there.
  void moves(InetAddress from) {
    if (!from.equals(source)) {
      ReceiveId there = lastSentTo(from);
      elsewhere = Optional.of(source);
      sentElsewhere = lastSent;
      lastSent = there;
      source = from;
    }
  }

  /// A HERE_I_AM without the right receive id; of a stranger's in its name nothing follows.
  void missed(Greeting greeting) {
    if (greeting.from().equals(source) && unechoed < Integer.MAX_VALUE) {
      unechoed++;
    }
  }

  /// A REMOVAL_QUERY goes out with this receive id.
  void asked(ReceiveId with) {
    queried = true;
    sent(with, source);
    askedWith = with;
    repeatsLeft = QUERY_REPEATS;
  }

  /// A valid HERE_I_AM was accepted. Tells whether it reports other routers than the last one.
  boolean accepted(Greeting greeting, Agreement terms, Instant now) {
    identity = greeting.message().cache();
    agreement = Optional.of(terms);
    heardAt = now;
    queried = false;
    var before = routers;
    routers = greeting.message().view().routers().stream().map(HeardRouter::router).toList();
    return !routers.equals(before);
  }
}
