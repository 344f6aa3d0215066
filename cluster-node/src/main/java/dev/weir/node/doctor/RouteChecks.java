package dev.weir.node.doctor;

import java.net.Inet4Address;
import java.util.Optional;
import java.util.stream.Stream;

/// The ways that packets of this node take.
final class RouteChecks {
  private RouteChecks() {}

  static Optional<Cause> router(Facts facts) {
    return facts
        .config()
        .flatMap(config ->
            way(
                facts,
                config.wccp().routers().stream().map(Inet4Address::getHostAddress),
                "router"));
  }

  static Optional<Cause> client(Facts facts) {
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
            Cause.advising(
                "the kernel has no way to the %s %s".formatted(who, it),
                "`ip route get %s` says why; ip route add %s via GATEWAY dev %s"
                    .formatted(it, it, facts.plan().gre().device())));
  }
}
