package dev.weir.gre.rate;

import dev.weir.gre.Decapsulator;
import dev.weir.gre.Verdict;
import java.util.function.LongSupplier;

/// Keeps what is taken in within its limits. The clock is read for a SYN, and for one of many
/// packets.
///
/// 65,536 networks of clients and 256 routers have a place each, in 514 KiB, however many come. Two
/// that share a place share its rate (see [RateTable]); what is then too much goes back to its
/// router and works all the same. Confined to the thread that drains the capture.
public final class Rates implements Decapsulator.Intake {
  private static final int CLIENT_NET_BITS = 16;
  private static final int ROUTER_BITS = 8;
  private static final int CLIENT_NET_SHIFT = 8;
  private static final int TURNS_PER_SECOND = 10;
  private static final long TURN_NS = 1_000_000_000 / TURNS_PER_SECOND;

  private final RateTable clientNets;
  private final RateTable routers;
  private final int packetsPerTurn;
  private final LongSupplier nanoTime;
  private final long startNs;
  private int left;
  private long turnNs = -TURN_NS;

  /// Nothing has come yet.
  ///
  /// @param factor any number nobody else knows
  /// @param nanoTime a monotonic clock
  public Rates(Limits limits, long factor, LongSupplier nanoTime) {
    this.clientNets = new RateTable(CLIENT_NET_BITS, limits.synPerClientNet(), factor);
    this.routers = new RateTable(ROUTER_BITS, limits.synPerRouter(), factor);
    this.packetsPerTurn = Math.ceilDiv(limits.packets(), TURNS_PER_SECOND);
    this.nanoTime = nanoTime;
    this.startNs = nanoTime.getAsLong();
  }

  @Override
  public Verdict admit(boolean begins, int client, int router) {
    Verdict verdict = begins ? connection(client, router) : Verdict.DELIVER;
    return verdict == Verdict.DELIVER ? packet() : verdict;
  }

  private Verdict connection(int client, int router) {
    long now = now();
    if (!clientNets.admits(client >>> CLIENT_NET_SHIFT, now)) {
      return Verdict.RATE_CLIENT_NET;
    }
    return routers.admits(router, now) ? Verdict.DELIVER : Verdict.RATE_ROUTER;
  }

  private Verdict packet() {
    if (left == 0) {
      long now = now();
      if (now - turnNs < TURN_NS) {
        return Verdict.RATE_PACKETS;
      }
      turnNs = now;
      left = packetsPerTurn;
    }
    left--;
    return Verdict.DELIVER;
  }

  private long now() {
    return nanoTime.getAsLong() - startNs;
  }
}
