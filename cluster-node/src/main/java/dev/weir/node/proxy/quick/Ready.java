package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.cache.message.Fields;
import dev.weir.cache.rule.Freshness;
import dev.weir.cache.rule.StoredResponse;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A stored response as it goes out: its head as octets, with a gap for Age, and its body.
///
/// Immutable. Moments are nanoseconds since 1970 by the wall clock, which reach to the year 2262.
final class Ready {
  /// The longest body that leaves in one piece with its head.
  static final int BODY_BYTES_MAX = 64 * 1024;

  private static final long NANOS = 1_000_000_000L;
  private static final Set<String> SAID_ANEW = Set.of("content-length", "age");
  private static final int AGE_DIGITS_MAX = 10;
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

  private final StoredResponse stored;
  private final byte[] before;
  private final byte[] after;
  private final long receivedNs;
  private final long lifetimeNs;
  private final long ageOnArrivalNs;

  private Ready(StoredResponse stored, String pseudonym) {
    this.stored = stored;
    Freshness freshness = stored.freshness();
    this.receivedNs = nanos(freshness.received());
    this.lifetimeNs = nanos(freshness.lifetime());
    this.ageOnArrivalNs = nanos(freshness.ageOnArrival());
    HttpResponseStatus status = HttpResponseStatus.valueOf(stored.head().status());
    Fields kept = stored.head().fields().without(SAID_ANEW);
    this.before = ("HTTP/1.1 " + status + "\r\n" + lines(kept) + "Age: ").getBytes(ISO_8859_1);
    this.after =
        ("\r\n" + lines(ownFields(stored.body().length(), pseudonym)) + "\r\n")
            .getBytes(ISO_8859_1);
  }

  /// The response, if every plain GET for its key is answered with the whole of it as long as it is
  /// fresh.
  static Optional<Ready> of(StoredResponse stored, String pseudonym) {
    int status = stored.head().status();
    boolean framed = status >= 200 && status != 204 && status != 205 && status != 304;
    boolean whole = stored.part().isEmpty() && status != 206;
    boolean forAll = stored.selection().values().isEmpty();
    boolean unasked = !stored.control().hasWhole("no-cache");
    return framed && whole && forAll && unasked && stored.body().length() <= BODY_BYTES_MAX
        ? Optional.of(new Ready(stored, pseudonym))
        : Optional.empty();
  }

  /// Whether this is made of that very response.
  @SuppressWarnings("ReferenceEquality") // what was stored anew is another response
  boolean isOf(StoredResponse present) {
    return stored == present;
  }

  /// Whether it may be sent now: it is fresh, and does not come from the future.
  boolean isFresh(long nowNs) {
    return nowNs >= receivedNs && lifetimeNs > ageNs(nowNs);
  }

  /// The most octets that [#write] writes.
  int bytesMax() {
    return before.length + AGE_DIGITS_MAX + after.length + (int) stored.body().length();
  }

  /// Writes head and body. Only while [#isFresh].
  void write(ByteBuf out, long nowNs) {
    out.writeBytes(before);
    writeDecimal(out, ageNs(nowNs) / NANOS);
    out.writeBytes(after);
    long length = stored.body().length();
    for (long at = 0; at < length; ) {
      ByteBuffer piece = stored.body().view(at, length);
      at += piece.remaining();
      out.writeBytes(piece);
    }
  }

  /// A moment of the wall clock.
  static long nanos(Instant moment) {
    return moment.getEpochSecond() * NANOS + moment.getNano();
  }

  private static long nanos(Duration duration) {
    return duration.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : duration.toNanos();
  }

  private long ageNs(long nowNs) {
    return ageOnArrivalNs + (nowNs - receivedNs);
  }

  private static void writeDecimal(ByteBuf out, long number) {
    long unit = 1;
    while (number / unit >= 10) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      out.writeByte((int) ('0' + number / unit % 10));
    }
  }

  private static Fields ownFields(long length, String pseudonym) {
    return Fields.of(
        "Content-Length",
        Long.toString(length),
        "Via",
        "1.1 " + pseudonym,
        "Cache-Status",
        pseudonym + "; hit");
  }

  private static String lines(Fields fields) {
    var lines = new StringBuilder(fields.octets());
    for (Fields.Field line : fields) {
      lines.append(line.name()).append(": ").append(line.value()).append("\r\n");
    }
    return lines.toString();
  }
}
