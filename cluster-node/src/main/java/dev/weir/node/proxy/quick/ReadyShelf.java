package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.MemoryStore;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The responses that one event loop has sent lately, made ready, by the octets of their URLs.
///
/// Each is asked of the store again before it is sent, so nothing is sent that was dropped or
/// replaced, and the store knows what is used. A place takes one URL, whose hash nobody outside can
/// foresee; the next one pushes it out. Confined to its event loop.
final class ReadyShelf {
  private static final int PLACES = 1 << 14;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private static final class Place {
    private final byte[] url;
    private final CacheKey key;
    private final RequestHead head;
    private Optional<Ready> ready = Optional.empty();

    Place(PlainGet get) {
      this.url = url(get);
      this.key = key(get);
      this.head = new RequestHead("GET", key.target(), Fields.NONE);
    }
  }

  private final @Nullable Place[] places = new Place[PLACES];
  private final long seed = new SplittableRandom().nextLong();
  private final MemoryStore store;
  private final String pseudonym;

  ReadyShelf(MemoryStore store, String pseudonym) {
    this.store = store;
    this.pseudonym = pseudonym;
  }

  /// What is stored for a plain GET, if it may be sent as it is for as long as it is fresh.
  Optional<Ready> find(PlainGet get) {
    int at = (int) (hash(get) >>> 50);
    Place place = places[at];
    if (place == null || !isOf(get, place)) {
      place = new Place(get);
    }
    Optional<StoredResponse> stored = store.find(place.key, place.head);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    if (place.ready.isEmpty() || !place.ready.get().isOf(stored.get())) {
      place.ready = Ready.of(stored.get(), pseudonym);
      places[at] = place;
    }
    return place.ready;
  }

  private static boolean isOf(PlainGet get, Place place) {
    int host = get.hostTo() - get.hostFrom();
    byte[] url = place.url;
    return url.length == host + get.targetTo() - get.targetFrom()
        && Arrays.equals(url, 0, host, get.octets(), get.hostFrom(), get.hostTo())
        && Arrays.equals(url, host, url.length, get.octets(), get.targetFrom(), get.targetTo());
  }

  private static byte[] url(PlainGet get) {
    int host = get.hostTo() - get.hostFrom();
    int target = get.targetTo() - get.targetFrom();
    byte[] url = Arrays.copyOfRange(get.octets(), get.hostFrom(), get.hostTo() + target);
    System.arraycopy(get.octets(), get.targetFrom(), url, host, target);
    return url;
  }

  private static CacheKey key(PlainGet get) {
    return new CacheKey(
        "http",
        text(get.octets(), get.hostFrom(), get.hostTo()),
        text(get.octets(), get.targetFrom(), get.targetTo()));
  }

  private static String text(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, US_ASCII);
  }

  private long hash(PlainGet get) {
    long host = hash(seed, get.octets(), get.hostFrom(), get.hostTo());
    return hash(host, get.octets(), get.targetFrom(), get.targetTo());
  }

  private static long hash(long seed, byte[] octets, int from, int to) {
    long hash = seed;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mixed(hash ^ (long) LONG.get(octets, at));
    }
    for (; at < to; at++) {
      hash = mixed(hash ^ octets[at]);
    }
    return mixed(hash ^ (to - from));
  }

  private static long mixed(long value) {
    long product = value * ODD;
    return product ^ (product >>> 32);
  }
}
