package dev.weir.node.doctor;

import static dev.weir.node.doctor.Cause.advising;

import java.util.Optional;

/// Whom the node needs beyond the router.
final class OutsideChecks {
  private static final long CLOCK_OFF_SECONDS_MAX = 60;

  private OutsideChecks() {}

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
}
