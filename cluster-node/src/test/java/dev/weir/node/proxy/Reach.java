package dev.weir.node.proxy;

import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.origin.OriginTimes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How a proxy under test reaches name servers and origins, and how long it waits for them.
record Reach(ProxyConfig.Dns dns, ProxyConfig.Times times, ProxyConfig.Sockets sockets) {
  /// Longer than any test: where an end of patience is the subject, it has a time of its own.
  private static final Duration PATIENCE = ProxyUnderTest.PATIENCE;

  private static final Duration IMPATIENCE = Duration.ofSeconds(1);

  /// Without name servers, with the patience of all.
  static final Reach PATIENT =
      new Reach(
          new ProxyConfig.Dns(List.of(), PATIENCE),
          new ProxyConfig.Times(clientTimes(PATIENCE), originTimes(PATIENCE)),
          ProxyConfig.Sockets.DEFAULTS);

  /// It waits no longer than a second for an origin's answer.
  static final Reach IMPATIENT =
      PATIENT.within(new ProxyConfig.Times(clientTimes(IMPATIENCE), originTimes(PATIENCE)));

  /// It waits no longer than a second for anything of an origin.
  static final Reach HASTY =
      PATIENT.within(new ProxyConfig.Times(clientTimes(IMPATIENCE), originTimes(IMPATIENCE)));

  /// It waits no longer than a second for name servers.
  Reach hastilyAsking(InetSocketAddress... servers) {
    return asking(new ProxyConfig.Dns(List.of(servers), IMPATIENCE));
  }

  Reach asking(InetSocketAddress... servers) {
    return asking(new ProxyConfig.Dns(List.of(servers), PATIENCE));
  }

  Reach asking(ProxyConfig.Dns other) {
    return new Reach(other, times, sockets);
  }

  Reach within(ProxyConfig.Times other) {
    return new Reach(dns, other, sockets);
  }

  Reach by(ProxyConfig.Sockets other) {
    return new Reach(dns, times, other);
  }

  private static ClientTimes clientTimes(Duration answer) {
    return new ClientTimes(PATIENCE, PATIENCE, PATIENCE, 1, answer, PATIENCE);
  }

  /// A connection that is being made has the patience of all.
  static OriginTimes originTimes(Duration stall) {
    return new OriginTimes(PATIENCE, stall, PATIENCE);
  }
}
