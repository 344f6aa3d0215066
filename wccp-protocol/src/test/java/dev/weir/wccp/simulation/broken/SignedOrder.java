package dev.weir.wccp.simulation.broken;

import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.CacheMachine;
import dev.weir.wccp.simulation.Machines.CacheSeat;
import dev.weir.wccp.simulation.Rewrite;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// A machine that compares addresses as signed numbers: it sees each with its highest bit flipped.
record SignedOrder(CacheMachine real) implements CacheMachine {
  static CacheMachine of(CacheSeat seat, Function<CacheSeat, CacheMachine> make) {
    return new SignedOrder(make.apply(flipped(seat)));
  }

  @Override
  public List<CacheEffect> join(Instant now) {
    return flipped(real.join(now));
  }

  @Override
  public List<CacheEffect> leave(Instant now) {
    return flipped(real.leave(now));
  }

  @Override
  public List<CacheEffect> received(Message message, InetAddress from, Instant now) {
    return flipped(real.received(flipped(message), flip(from), now));
  }

  @Override
  public List<CacheEffect> dead(Set<InetAddress> caches, Instant now) {
    return flipped(real.dead(flipped(caches), now));
  }

  @Override
  public List<CacheEffect> deadlinePassed(Instant now) {
    return flipped(real.deadlinePassed(now));
  }

  @Override
  public Instant nextDeadline() {
    return real.nextDeadline();
  }

  @Override
  public CacheSnapshot snapshot() {
    return flipped(real.snapshot());
  }

  private static <T> T flipped(T tree) {
    return Rewrite.each(tree, InetAddress.class, SignedOrder::flip);
  }

  private static InetAddress flip(InetAddress address) {
    byte[] octets = address.getAddress();
    octets[0] ^= (byte) 0x80;
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
