package dev.weir.node.proxy.host;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The IPv4 addresses that a name was found to have, each with the second when it was last seen.
/// Immutable.
///
/// An address is believed for an hour, since names whose addresses rotate are not asked at the
/// moment when their clients asked. Of more than 64 the newest are kept.
public record Answers(Map<Inet4Address, Long> seen) {
  /// How long an answer is believed, in seconds.
  public static final long BELIEVED_SECONDS = 3_600;

  /// How many addresses of a name are known.
  public static final int ADDRESSES_MAX = 64;

  static final Answers NONE = new Answers(Map.of());

  private static final int VERSION = 1;
  private static final int ENTRY_BYTES = 4 + Long.BYTES;

  /// Keeps a copy.
  public Answers {
    seen = Map.copyOf(seen);
  }

  /// Whether an address was an answer within the last hour.
  boolean hold(InetAddress address, long nowSecond) {
    Long second = address instanceof Inet4Address ? seen.get(address) : null;
    return second != null && nowSecond - second < BELIEVED_SECONDS;
  }

  /// These and what was answered now.
  Answers and(Collection<InetAddress> answered, long nowSecond) {
    var fresh = new LinkedHashMap<Inet4Address, Long>();
    for (InetAddress address : answered) {
      if (address instanceof Inet4Address ipv4) {
        fresh.put(ipv4, nowSecond);
      }
    }
    return and(new Answers(fresh), nowSecond);
  }

  /// These and others: of each address the later second, if it is of the last hour and not to come.
  Answers and(Answers others, long nowSecond) {
    var all = new LinkedHashMap<>(seen);
    others.seen.forEach(
        (address, second) -> all.merge(address, Math.min(second, nowSecond), Math::max));
    all.values().removeIf(second -> nowSecond - second >= BELIEVED_SECONDS);
    if (all.size() > ADDRESSES_MAX) {
      all.values().stream()
          .sorted(Comparator.reverseOrder())
          .skip(ADDRESSES_MAX - 1L)
          .findFirst()
          .ifPresent(oldest -> all.values().removeIf(second -> second < oldest));
      while (all.size() > ADDRESSES_MAX) {
        all.remove(all.keySet().iterator().next());
      }
    }
    return new Answers(all);
  }

  /// Whether there is an address here that others lack.
  boolean exceed(Answers others) {
    return !others.seen.keySet().containsAll(seen.keySet());
  }

  /// As the cluster carries them: u8 version = 1, then address and u64 second of each.
  public byte[] encode() {
    var out = ByteBuffer.allocate(1 + seen.size() * ENTRY_BYTES).put((byte) VERSION);
    seen.forEach((address, second) -> out.put(address.getAddress()).putLong(second));
    return out.array();
  }

  /// Reads what [#encode] wrote. Total: anything else is empty.
  public static Optional<Answers> decode(byte[] octets) {
    var in = ByteBuffer.wrap(octets);
    if (octets.length % ENTRY_BYTES != 1
        || octets.length > 1 + ADDRESSES_MAX * ENTRY_BYTES
        || in.get() != VERSION) {
      return Optional.empty();
    }
    var seen = new LinkedHashMap<Inet4Address, Long>();
    while (in.hasRemaining()) {
      byte[] address = new byte[4];
      in.get(address);
      seen.put(ipv4(address), in.getLong());
    }
    return Optional.of(new Answers(seen));
  }

  private static Inet4Address ipv4(byte[] octets) {
    try {
      return (Inet4Address) InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four octets are always an address
    }
  }
}
