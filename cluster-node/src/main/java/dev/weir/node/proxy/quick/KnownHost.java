package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.outcome.RequestResult;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.tally.Tally;
import java.util.Arrays;
import java.util.Optional;

/// The host that a connection asked for last, and that was good: browsers ask one connection for
/// one host. What was found of it is believed for [#BELIEVED_NS] without asking anew.
final class KnownHost {
  /// A tenth of a second: what is known of hosts changes by the hour.
  static final long BELIEVED_NS = 100_000_000L;

  private final Caller caller;
  private byte[] octets = new byte[0];
  private HostVerdict verdict = HostVerdict.UNRESOLVED;
  private String host = "";
  private long untilNs;

  /// The hosts of a caller's requests.
  KnownHost(Caller caller) {
    this.caller = caller;
  }

  /// Whether what the store has for the request's host may be given to the caller, as far as can be
  /// told at once.
  boolean isGood(PlainGet get, long nowNs) {
    boolean same =
        nowNs - untilNs < 0
            && Arrays.equals(octets, 0, octets.length, get.octets(), get.hostFrom(), get.hostTo());
    return same || find(get, nowNs);
  }

  /// Counts that it was checked, and that so many octets were sent in so long a time.
  void count(ProxyMeters meters, long octets, long nanos) {
    var destination = caller.destination();
    meters.hostChecked(verdict, host, destination);
    meters.answered(RequestResult.HIT, nanos, octets);
    meters.tally().count(new Tally.Done(true, RequestResult.HIT, host, octets, destination), nanos);
  }

  /// The router that diverted the caller's connection; 0: not known.
  int router() {
    return caller.router();
  }

  private boolean find(PlainGet get, long nowNs) {
    byte[] asked = Arrays.copyOfRange(get.octets(), get.hostFrom(), get.hostTo());
    Optional<Authority> authority = Authority.parse(new String(asked, US_ASCII));
    Optional<HostVerdict> known = authority.flatMap(caller::known).filter(HostVerdict::verified);
    if (known.isEmpty()) {
      return false;
    }
    octets = asked;
    verdict = known.get();
    host = authority.get().host();
    untilNs = nowNs + BELIEVED_NS;
    return true;
  }
}
