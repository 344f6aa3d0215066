package dev.weir.node.doctor;

import static dev.weir.node.doctor.Cause.advising;

import java.net.Inet4Address;
import java.util.Optional;
import java.util.stream.Stream;

/// Whom the node has to reach: routers, clients, name servers, origins; and what time they have.
final class OutsideChecks {
  private static final long CLOCK_OFF_SECONDS_MAX = 60;

  private OutsideChecks() {}

  static Optional<Cause> wayToRouter(Facts facts) {
    return facts
        .config()
        .flatMap(config ->
            way(
                facts,
                config.wccp().routers().stream().map(Inet4Address::getHostAddress),
                "router"));
  }

  static Optional<Cause> wayToClient(Facts facts) {
    return facts
        .config()
        .flatMap(_ -> way(facts, facts.traffic().clients().stream().sorted(), "client"));
  }

  private static Optional<Cause> way(Facts facts, Stream<String> addresses, String who) {
    return addresses
        .filter(it -> {
          Optional<String> device = facts.host().routes().get(it);
          return device != null && (device.isEmpty() || device.get().equals(facts.plan().tun()));
        })
        .findFirst()
        .map(it ->
            advising(
                "the kernel has no way to the %s %s".formatted(who, it),
                "`ip route get %s` says why; ip route add %s via GATEWAY dev %s"
                    .formatted(it, it, facts.plan().gre().device())));
  }

  static Optional<Cause> dns(Facts facts) {
    return facts.outside().silentServers().stream()
        .findFirst()
        .map(server ->
            advising(
                "the name server %s does not answer: nothing that is fetched is kept"
                    .formatted(server),
                "dig @%s example.com shows the same; name another in dns.servers, or open UDP port 53"
                    .formatted(server)));
  }

  static Optional<Cause> origin(Facts facts) {
    return facts.outside().deadOrigins().stream()
        .findFirst()
        .map(origin ->
            advising(
                "an origin takes no connection from this host: " + origin,
                "curl -v http://HOST/ here and on a client: if only the client gets it, the way from"
                    + " this host is closed; else the origin is down"));
  }

  static Optional<Cause> clock(Facts facts) {
    long off = facts.outside().clockOffSeconds();
    return Math.abs(off) <= CLOCK_OFF_SECONDS_MAX
        ? Optional.empty()
        : Optional.of(
            advising(
                "the clock is %d s %s that of an origin: stored pages age wrongly"
                    .formatted(Math.abs(off), off > 0 ? "ahead of" : "behind"),
                "timedatectl set-ntp true"));
  }

  static Optional<Cause> peerClosed(Facts facts) {
    return facts.outside().peers().closed().stream()
        .findFirst()
        .map(node ->
            advising(
                "another node of the cluster takes no connection on the peer link: " + node,
                "look for peers-listen in that node's log; let TCP port %d pass between the nodes,"
                        .formatted(facts.known().peers().port())
                    + " both ways"));
  }

  static Optional<Cause> peerRefused(Facts facts) {
    return facts.outside().peers().refusing().stream()
        .findFirst()
        .map(node ->
            advising(
                "another node and this one do not take each other's certificates: " + node,
                "weir cluster init --renew --node ADDRESS for both, from one folder; copy what it"
                    + " makes, restart them"));
  }

  static Optional<Cause> parentSilent(Facts facts) {
    return facts.outside().parents().silent().stream()
        .findFirst()
        .map(parent ->
            advising(
                "a parent gives no answer: " + parent,
                "curl -v -x http://ADDRESS:PORT http://example.com/ here; is it started, is"
                    + " proxy.parents[].address right, does a firewall drop TCP between?"));
  }

  static Optional<Cause> parentLogin(Facts facts) {
    return facts.outside().parents().refusing().stream()
        .findFirst()
        .map(parent ->
            advising(
                "a parent does not take the credentials of this node: " + parent,
                "curl -v -x http://ADDRESS:PORT -U USER http://example.com/ says 407 until they are"
                    + " right; write them into proxy.parents[].credentials, or let this node's"
                    + " address in there"));
  }
}
