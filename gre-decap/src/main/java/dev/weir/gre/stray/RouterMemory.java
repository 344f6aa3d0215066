package dev.weir.gre.stray;

import java.util.concurrent.atomic.AtomicLongArray;

/// Which router sent the packets between a client and an origin last, and with which redirect word.
///
/// A fixed number of places, one for each pair by its hash: the pair that comes later drives the
/// earlier one out. One thread remembers, any thread asks; no lock, nothing allocated. A place
/// holds its pair combined with what is remembered, so that a half-written one is no match.
public final class RouterMemory {
  /// What [#routeOf] says when it has forgotten. No router has the address 0.0.0.0.
  public static final long FORGOTTEN = 0;

  private static final int PLACES = 1 << 16;
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L; // 2⁶⁴ by the golden ratio: spreads bits

  private final AtomicLongArray places = new AtomicLongArray(2 * PLACES);

  /// A router and a redirect word as one number.
  public static long route(int router, int redirectWord) {
    return (long) router << 32 | Integer.toUnsignedLong(redirectWord);
  }

  /// The router's address in a route.
  public static int router(long route) {
    return (int) (route >>> 32);
  }

  /// The redirect word in a route; 0 when none came.
  public static int redirectWord(long route) {
    return (int) route;
  }

  /// Remembers by which route a packet from `source` to `destination` came. One thread only.
  public void remember(int source, int destination, long route) {
    long pair = pair(source, destination);
    int at = place(pair);
    if (places.getPlain(at) != route || places.getPlain(at + 1) != (pair ^ route)) {
      places.setOpaque(at, route);
      places.setOpaque(at + 1, pair ^ route);
    }
  }

  /// By which route the last such packet came, or [#FORGOTTEN].
  public long routeOf(int source, int destination) {
    long pair = pair(source, destination);
    int at = place(pair);
    long route = places.getOpaque(at);
    return (places.getOpaque(at + 1) ^ route) == pair ? route : FORGOTTEN;
  }

  private static long pair(int source, int destination) {
    return (long) source << 32 | Integer.toUnsignedLong(destination);
  }

  private static int place(long pair) {
    int place = (int) ((pair * MIX) >>> (Long.SIZE - Integer.numberOfTrailingZeros(PLACES)));
    return 2 * place;
  }
}
