package dev.weir.lab.scenario.attack;

import static dev.weir.lab.scenario.attack.Attack.NONE;

import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import java.util.ArrayList;
import java.util.List;

/// All that the stranger tries, and how each try is counted.
final class Repertoire {
  /// Whose connections the stranger pretends to divert: a client that does not exist.
  static final String CLIENT = "10.0.1.99";

  private static final String ORIGIN = "203.0.113.80";
  private static final String LOOPBACK = "127.0.0.1";
  private static final String ROUTER = Plan.ROUTER.address();
  private static final String DST_LOCAL = "inner_dst_local";
  private static final int WEB = 80;
  private static final int ADMIN = 8088;
  private static final int GRID = 5701;

  /// What is sent to the node as if the router had diverted it.
  @FunctionalInterface
  private interface Inner {
    byte[] to(LabHost node);
  }

  private Repertoire() {}

  /// Every one of them.
  static List<Attack> all() {
    var all = new ArrayList<Attack>();
    all.addAll(onOurselves());
    all.addAll(onTheStack());
    all.addAll(inPieces());
    all.addAll(byStrangers());
    return all;
  }

  /// A new connection as the router diverts it, which no node can tell from a true one.
  static List<byte[]> right(LabHost node, int port) {
    byte[] syn = Forgery.ipv4(Forgery.TCP, CLIENT, ORIGIN, Forgery.segment(port, WEB, Forgery.SYN));
    return List.of(
        asRouter(node, Forgery.redirected(Forgery.WEB_CACHE, Forgery.withTcpChecksum(syn))));
  }

  /// What only our own stack listens to.
  private static List<Attack> onOurselves() {
    LabHost peer = Plan.CACHES.getLast();
    LabHost otherPeer = Plan.CACHES.getFirst();
    return List.of(
        forged("the node's port 80", node -> syn(CLIENT, node.address(), WEB), DST_LOCAL),
        forged("the node's admin port", node -> syn(CLIENT, node.address(), ADMIN), "inner_port"),
        forged("the node's grid port", node -> syn(CLIENT, node.address(), GRID), "inner_port"),
        forged(
            "a peer's port 80",
            node -> syn(CLIENT, node.equals(peer) ? otherPeer.address() : peer.address(), WEB),
            DST_LOCAL),
        forged("the router's port 80", _ -> syn(CLIENT, ROUTER, WEB), DST_LOCAL),
        forged("the loopback's port 80", _ -> syn(CLIENT, LOOPBACK, WEB), "inner_dst_forbidden"),
        forged("the loopback's admin port", _ -> syn(CLIENT, LOOPBACK, ADMIN), "inner_port"),
        forged("from the loopback", _ -> syn(LOOPBACK, ORIGIN, WEB), "inner_src_forbidden"),
        forged(
            "from the node itself",
            node -> syn(node.address(), ORIGIN, WEB),
            "inner_src_forbidden"),
        forged(
            "from a peer",
            node -> syn(node.equals(peer) ? otherPeer.address() : peer.address(), ORIGIN, WEB),
            "inner_src_forbidden"));
  }

  /// What a stack might stumble over.
  private static List<Attack> onTheStack() {
    byte[] syn = syn(CLIENT, ORIGIN, WEB);
    byte[] nested = Forgery.redirected(Forgery.WEB_CACHE, syn);
    byte[] header = Forgery.segment(40_000, WEB, Forgery.SYN);
    return List.of(
        forged("from its own destination", _ -> syn(ORIGIN, ORIGIN, WEB), "inner_land"),
        forged(
            "GRE in GRE",
            node -> Forgery.ipv4(Forgery.GRE, ROUTER, node.address(), nested),
            "inner_protocol"),
        forged("IP in IP", _ -> Forgery.ipv4(4, CLIENT, ORIGIN, syn), "inner_protocol"),
        forged("a tiny fragment", _ -> Forgery.fragment(syn, 1), "inner_fragment_tiny"),
        forged("DF and MF", _ -> Forgery.fragment(syn, 0x6000), "inner_fragment_word"),
        forged(
            "a source route inside",
            _ -> Forgery.ipv4(Forgery.TCP, CLIENT, ORIGIN, Forgery.SOURCE_ROUTE, header),
            "inner_source_route"),
        forged("Xmas", _ -> Forgery.tcp(CLIENT, ORIGIN, WEB, 0x29), "inner_tcp_flags"),
        forged("SYN and FIN", _ -> Forgery.tcp(CLIENT, ORIGIN, WEB, 0x03), "inner_tcp_flags"),
        forged("to class E", _ -> syn(CLIENT, "240.0.0.1", WEB), "inner_dst_forbidden"),
        new Attack(
            "a service nobody joined",
            node -> List.of(asRouter(node, Forgery.redirected("015a0000", syn))),
            "service_unknown",
            "service_unknown"),
        new Attack(
            "GRE with a key",
            node -> List.of(asRouter(node, Forgery.with(nested, 0, 0x2000))),
            "gre_flags",
            "gre_flags"));
  }

  /// Outer packets in pieces. The kernel joins what fits and forgets what overlaps.
  private static List<Attack> inPieces() {
    return List.of(
        inPieces("in pieces, in order", DST_LOCAL, 0, 24, 24, 48),
        inPieces("in pieces, the last one first", DST_LOCAL, 24, 48, 0, 24),
        inPieces("in pieces of eight octets", DST_LOCAL, 0, 8, 8, 16, 16, 24, 24, 32, 32, 48),
        inPieces("in pieces that overlap", NONE, 0, 32, 24, 48),
        inPieces("in pieces that overlap, the last one first", NONE, 24, 48, 0, 32),
        inPieces("a first piece alone", NONE, 0, 24));
  }

  /// Those that do not even pretend to be the router.
  private static List<Attack> byStrangers() {
    byte[] right = Forgery.redirected(Forgery.WEB_CACHE, syn(CLIENT, ORIGIN, WEB));
    return List.of(
        outer("under its own address", Plan.STRANGER.address(), right),
        outer("under an address nobody has", "10.0.2.77", right),
        outer("under an origin's address", ORIGIN, right),
        new Attack(
            "a source route outside",
            node ->
                List.of(
                    Forgery.ipv4(
                        Forgery.GRE,
                        ROUTER,
                        node.address(),
                        Forgery.SOURCE_ROUTE,
                        Forgery.redirected(Forgery.WEB_CACHE, syn(CLIENT, node.address(), WEB)))),
            DST_LOCAL,
            NONE));
  }

  private static Attack forged(String name, Inner inner, String verdict) {
    return new Attack(
        name,
        node -> List.of(asRouter(node, Forgery.redirected(Forgery.WEB_CACHE, inner.to(node)))),
        verdict,
        verdict);
  }

  private static Attack inPieces(String name, String verdict, int... fromTo) {
    return new Attack(
        name,
        node ->
            Forgery.pieces(
                asRouter(
                    node, Forgery.redirected(Forgery.WEB_CACHE, syn(CLIENT, node.address(), WEB))),
                fromTo),
        verdict,
        verdict);
  }

  private static Attack outer(String name, String source, byte[] redirected) {
    return new Attack(
        name,
        node -> List.of(Forgery.ipv4(Forgery.GRE, source, node.address(), redirected)),
        NONE,
        NONE);
  }

  private static byte[] syn(String from, String to, int port) {
    return Forgery.withTcpChecksum(Forgery.tcp(from, to, port, Forgery.SYN));
  }

  private static byte[] asRouter(LabHost node, byte[] redirected) {
    return Forgery.ipv4(Forgery.GRE, ROUTER, node.address(), redirected);
  }
}
