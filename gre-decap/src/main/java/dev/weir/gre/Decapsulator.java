package dev.weir.gre;

import dev.weir.gre.stray.RouterMemory;
import java.nio.ByteBuffer;
import java.util.Objects;

/// Decides what becomes of a captured packet and, unless it is dropped, where its inner packet
/// lies.
///
/// The checks run cheapest first, from the outside in: outer addresses, GRE, redirect header, inner
/// IPv4, TCP, inner addresses; last what is right and yet goes back to its router. Anybody can send
/// protocol 47 to us, and what passes here speaks to our own TCP stack; hence the whole list for
/// every packet.
///
/// Whether a connection is spared is asked at its SYN alone: later packets follow the kernel's
/// table of sockets, so that rules may come and go in the middle of a connection.
///
/// Nothing is allocated per packet, nothing is counted (see [VerdictCounts]). Confined to the
/// thread that owns the capture ring, but for [#follow(DecapsulationPolicy)] and [#policy()].
public final class Decapsulator {
  /// Knows the connections that this host itself is opening, under whatever address. Asked by the
  /// thread that drains the capture, for each diverted SYN.
  @FunctionalInterface
  public interface OwnConnections {
    /// A host that opens none, or does not want to know.
    OwnConnections NONE = (source, destination, ports) -> false;

    /// Whether a SYN is our own.
    ///
    /// @param ports the source port in the high half, the destination port in the low one
    boolean owns(int source, int destination, int ports);
  }

  /// Knows how much this host takes in. Asked last, by the thread that drains the capture, for each
  /// packet that would be delivered.
  @FunctionalInterface
  public interface Intake {
    /// A host that takes in whatever comes.
    Intake UNLIMITED = (begins, client, router) -> Verdict.DELIVER;

    /// Whether one more packet is delivered, or why not.
    ///
    /// @param begins whether it begins a connection of this client, brought by this router
    Verdict admit(boolean begins, int client, int router);
  }

  private static final int ETHERNET_HEADER_OCTETS = 14;
  private static final int ETHERTYPE_OFFSET = 12;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ALTERNATE_USED = 0x02;
  private static final int NO_BUCKET = -1;

  private final OwnConnections own;
  private final Intake intake;
  private volatile DecapsulationPolicy policy;

  private int innerOffset;
  private int innerLength;
  private long route;
  private ReturnWay way = ReturnWay.NONE;
  private int named = NO_BUCKET;
  private boolean bucketMismatch;

  /// A decapsulator under this policy.
  public Decapsulator(DecapsulationPolicy policy) {
    this(policy, OwnConnections.NONE, Intake.UNLIMITED);
  }

  /// A decapsulator under this policy that knows what this host itself sends and how much it takes.
  public Decapsulator(DecapsulationPolicy policy, OwnConnections own, Intake intake) {
    this.policy = policy;
    this.own = own;
    this.intake = intake;
  }

  /// Replaces the policy; packets judged from now on follow it. Any thread may call it.
  public void follow(DecapsulationPolicy next) {
    policy = next;
  }

  /// The policy that packets are judged by now.
  public DecapsulationPolicy policy() {
    return policy;
  }

  /// Judges a captured Ethernet frame.
  ///
  /// @param window a big-endian buffer; its position is neither used nor changed
  /// @param offset where the frame begins in it
  /// @param captured octets captured, the only bound that is believed
  /// @throws IndexOutOfBoundsException when that range is not within the window's limit
  public Verdict judgeEthernet(ByteBuffer window, int offset, int captured) {
    Objects.checkFromIndexSize(offset, captured, window.limit());
    bucketMismatch = false;
    if (captured < ETHERNET_HEADER_OCTETS
        || WireChecks.u16(window, offset + ETHERTYPE_OFFSET) != ETHERTYPE_IPV4) {
      return Verdict.LINK_TYPE;
    }
    return judge(window, offset + ETHERNET_HEADER_OCTETS, captured - ETHERNET_HEADER_OCTETS);
  }

  /// Judges a captured packet that begins with its outer IPv4 header.
  ///
  /// @param window a big-endian buffer; its position is neither used nor changed
  /// @param offset where the packet begins in it
  /// @param captured octets captured, the only bound that is believed
  /// @throws IndexOutOfBoundsException when that range is not within the window's limit
  public Verdict judge(ByteBuffer window, int offset, int captured) {
    Objects.checkFromIndexSize(offset, captured, window.limit());
    bucketMismatch = false;
    Verdict outer = WireChecks.outer(window, offset, offset + captured);
    if (outer != Verdict.DELIVER) {
      return outer;
    }
    DecapsulationPolicy rules = policy;
    var services = rules.servicesWith(window.getInt(offset + 12));
    boolean forwarded = services == DecapsulationPolicy.Services.OF_STRANGER;
    if (forwarded && !rules.forwards(window.getInt(offset + 12))) {
      return Verdict.ROUTER_NOT_IN_VIEW;
    }
    if (window.getInt(offset + 16) != rules.own()) {
      return Verdict.OUTER_DST;
    }
    Verdict fragment = WireChecks.outerFragment(window, offset);
    if (fragment != Verdict.DELIVER) {
      return fragment;
    }
    int end = offset + WireChecks.totalLength(window, offset); // cuts the padding of short frames
    int gre = offset + WireChecks.headerOctets(window, offset);
    route = RouterMemory.route(window.getInt(offset + 12), 0);
    return forwarded
        ? asForwarded(window, judgeGre(window, gre, end, rules, rules.everyService()))
        : judgeGre(window, gre, end, rules, services);
  }

  /// Another node forwards what came to it from a router in the middle of a connection, and nothing
  /// that a router would have to be given back.
  private Verdict asForwarded(ByteBuffer window, Verdict verdict) {
    bucketMismatch = false;
    if (verdict.fate() == Verdict.Fate.DROP) {
      return verdict;
    }
    boolean within =
        verdict == Verdict.DELIVER
            && !WireChecks.isSyn(window, innerOffset + WireChecks.IPV4_HEADER_OCTETS);
    return within ? Verdict.FORWARDED : Verdict.FORWARDED_ODD;
  }

  /// Unless dropped: where the inner packet begins in the window.
  public int innerOffset() {
    return innerOffset;
  }

  /// Unless dropped: octets of the inner packet, by its own total length.
  public int innerLength() {
    return innerLength;
  }

  /// Unless dropped: the router, or the node, that sent it and its redirect word (see
  /// [RouterMemory#route]).
  public long route() {
    return route;
  }

  /// Unless dropped: how the router takes it back.
  public ReturnWay way() {
    return way;
  }

  /// After [Verdict#DELIVER]: whether the redirect header names a bucket that is not ours.
  public boolean bucketMismatch() {
    return bucketMismatch;
  }

  /// After [Verdict#DELIVER]: the bucket that the redirect header names, from 0; below it where
  /// there is no such header, or the service goes by mask.
  public int bucket() {
    return named;
  }

  private Verdict judgeGre(
      ByteBuffer window,
      int gre,
      int end,
      DecapsulationPolicy rules,
      DecapsulationPolicy.Services services) {
    Verdict verdict = WireChecks.gre(window, gre, end);
    if (verdict != Verdict.DELIVER) {
      return verdict;
    }
    int payload = gre + WireChecks.GRE_HEADER_OCTETS;
    if (WireChecks.isVersion1(window, payload, end)) {
      return judgeInner(window, payload, end, rules, services.webCache(), NO_BUCKET);
    }
    route = RouterMemory.route(RouterMemory.router(route), window.getInt(payload));
    int flags = WireChecks.u8(window, payload);
    var service = services.named(flags, WireChecks.u8(window, payload + 1));
    int bucketAt = (flags & ALTERNATE_USED) != 0 ? payload + 2 : payload + 3;
    int bucket = WireChecks.u8(window, bucketAt);
    int inner = payload + WireChecks.REDIRECT_HEADER_OCTETS;
    verdict = judgeInner(window, inner, end, rules, service, bucket);
    bucketMismatch = verdict == Verdict.DELIVER && !service.owns(bucket);
    return verdict;
  }

  private Verdict judgeInner(
      ByteBuffer window,
      int inner,
      int end,
      DecapsulationPolicy rules,
      DecapsulationPolicy.Service service,
      int bucket) {
    if (service == DecapsulationPolicy.Service.UNKNOWN) {
      return Verdict.SERVICE_UNKNOWN;
    }
    Verdict verdict = WireChecks.innerHeader(window, inner, end);
    if (verdict != Verdict.DELIVER) {
      return verdict;
    }
    verdict = WireChecks.innerFragment(window, inner);
    if (verdict != Verdict.DELIVER) {
      return verdict;
    }
    int length = WireChecks.totalLength(window, inner);
    verdict = WireChecks.innerTcp(window, inner, inner + length);
    if (verdict != Verdict.DELIVER) {
      return verdict;
    }
    int tcp = inner + WireChecks.headerOctets(window, inner);
    if (WireChecks.beginsWithTcp(window, inner)
        && !service.redirects(WireChecks.u16(window, tcp), WireChecks.u16(window, tcp + 2))) {
      return Verdict.INNER_PORT;
    }
    if (WireChecks.beginsWithTcp(window, inner)
        && WireChecks.isSyn(window, tcp)
        && own.owns(window.getInt(inner + 12), window.getInt(inner + 16), window.getInt(tcp))) {
      return Verdict.OWN_CONNECTION;
    }
    innerOffset = inner;
    innerLength = length;
    way = service.way();
    verdict = judgeAddresses(window.getInt(inner + 12), window.getInt(inner + 16), rules, service);
    if (verdict != Verdict.DELIVER) {
      return verdict;
    }
    verdict = WireChecks.innerForm(window, inner);
    named = service.namesBuckets() ? bucket : NO_BUCKET;
    return verdict == Verdict.DELIVER
        ? judgeIntake(window, inner, rules, service.fromClients(), named)
        : verdict;
  }

  /// What is right: whether it is wanted, too.
  private Verdict judgeIntake(
      ByteBuffer window, int inner, DecapsulationPolicy rules, boolean fromClient, int bucket) {
    boolean begins =
        fromClient && WireChecks.isSyn(window, inner + WireChecks.headerOctets(window, inner));
    Verdict verdict = begins ? judgeConnection(window, inner, rules, bucket) : Verdict.DELIVER;
    return verdict == Verdict.DELIVER
        ? intake.admit(begins, window.getInt(inner + 12), RouterMemory.router(route))
        : verdict;
  }

  /// A new connection, from client to origin, in a bucket or in none.
  private static Verdict judgeConnection(
      ByteBuffer window, int inner, DecapsulationPolicy rules, int bucket) {
    int client = window.getInt(inner + 12);
    int origin = window.getInt(inner + 16);
    int port = WireChecks.u16(window, inner + WireChecks.IPV4_HEADER_OCTETS + 2);
    if (rules.spares(client, origin, port)) {
      return Verdict.BYPASSED;
    }
    if (rules.relieves(bucket == NO_BUCKET ? folded(origin) : bucket)) {
      return Verdict.OVERLOAD;
    }
    return rules.rests() ? Verdict.UNHEALTHY : Verdict.DELIVER;
  }

  /// The bucket by the web cache's hash (§5.1), where the packet names none.
  private static int folded(int origin) {
    int half = origin ^ origin >>> 16;
    return (half ^ half >>> 8) & 0xFF;
  }

  /// Between two hosts of the Internet, none of which is one of us. An answer to one of us has its
  /// way without us, too.
  private static Verdict judgeAddresses(
      int source, int destination, DecapsulationPolicy rules, DecapsulationPolicy.Service service) {
    boolean toUs = rules.isOneOfUs(destination);
    if (toUs && service.fromClients()) {
      return Verdict.INNER_DST_LOCAL;
    }
    if (isNoHost(destination) || destination >>> 16 == 0xA9FE) { // 169.254/16
      return Verdict.INNER_DST_FORBIDDEN;
    }
    if (rules.isOneOfUs(source) || isNoHost(source)) {
      return Verdict.INNER_SRC_FORBIDDEN;
    }
    if (source == destination) {
      return Verdict.INNER_LAND;
    }
    return toUs ? Verdict.OWN_REPLY : Verdict.DELIVER;
  }

  /// 0/8, 127/8, and 224/3: multicast, class E and the limited broadcast.
  private static boolean isNoHost(int address) {
    int first = address >>> 24;
    return first == 0 || first == 127 || first >= 224;
  }
}
