package dev.weir.cache.compact;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;

/// The beginning of a record of [ResponseCodec], read without making objects, and its way to the
/// wire. Used again for one record after the other; confined to one thread.
///
/// ```
/// 1 format | 1 flags | 2 status | 1 source of freshness
/// lifetime s, ns | age on arrival s, ns | received s, ns | tenure | length of the body
/// lengths of scheme, authority and target | URL
/// [part] [selection] [language] [directives]      where the flags say so
/// number of field lines | field lines
/// ```
public final class CompactHead {
  static final int FORMAT = 1;
  static final int PART = 1;
  static final int SELECTION = 2;
  static final int LANGUAGE = 4;
  static final int CONTROL = 8;
  static final int TAGS = 16;

  /// A plain GET is answered with it while it is fresh.
  static final int PLAIN = 32;

  /// The longest duration, in seconds: 34,000 years.
  static final long SECONDS_MAX = 1L << 40;

  static final int NANOS_MAX = 999_999_999;

  private static final byte[] AGE = Latin.octets("Age: ");
  private static final byte[] LENGTH = Latin.octets("Content-Length: ");

  private final CompactReader reader = new CompactReader();
  int flags;
  int status;
  int source;
  long lifetimeSeconds;
  int lifetimeNanos;
  long ageSeconds;
  int ageNanos;
  long receivedSeconds;
  int receivedNanos;
  long tenure;
  long bodyBytes;
  int schemeLength;
  int authorityLength;
  int urlFrom;
  int urlTo;

  /// Reads the beginning of the record that `octets` have between `from` and `to`. False if it is
  /// none; then nothing else may be asked.
  public boolean read(byte[] octets, int from, int to) {
    try {
      return read(reader.over(octets, from, to));
    } catch (Malformed notOurs) {
      return false;
    }
  }

  private boolean read(CompactReader in) throws Malformed {
    int format = in.u8();
    flags = in.u8();
    status = (in.u8() << 8) | in.u8();
    source = in.u8();
    lifetimeSeconds = in.number(SECONDS_MAX);
    lifetimeNanos = (int) in.number(NANOS_MAX);
    ageSeconds = in.number(SECONDS_MAX);
    ageNanos = (int) in.number(NANOS_MAX);
    receivedSeconds = in.signed();
    receivedNanos = (int) in.number(NANOS_MAX);
    tenure = in.signed();
    bodyBytes = in.number(Long.MAX_VALUE);
    schemeLength = in.length();
    authorityLength = in.length();
    int targetLength = in.length();
    urlFrom = in.at();
    in.skip(schemeLength + 3);
    in.skip(authorityLength);
    in.skip(targetLength);
    urlTo = in.at();
    return format == FORMAT
        && status >= 100
        && status <= 599
        && receivedSeconds <= SECONDS_MAX
        && receivedSeconds >= -SECONDS_MAX;
  }

  /// What follows the URL.
  CompactReader rest() {
    return reader;
  }

  /// Whether a plain GET, without any condition, part or wish about freshness, is answered with it
  /// while it is fresh: a whole 200, a redirection or that there is nothing, with all its fields,
  /// that was chosen by no request field and may be used unvalidated (RFC 9111 §4).
  public boolean isPlain() {
    return (flags & PLAIN) != 0;
  }

  /// Whether an operator's rule says how long it is fresh.
  public boolean lastsByRule() {
    return source == ResponseCodec.BY_RULE;
  }

  /// Whether it has surrogate keys or groups.
  public boolean hasTags() {
    return (flags & TAGS) != 0;
  }

  /// Whether it was stored under this tenure; 0: nobody counts.
  public boolean isOf(long present) {
    return present == 0 || tenure == present;
  }

  /// Whether it is of this URL, `http://host/path?query`.
  public boolean isOf(byte[] url, int from, int to) {
    return Arrays.equals(reader.octets(), urlFrom, urlTo, url, from, to);
  }

  /// Its status code.
  public int status() {
    return status;
  }

  /// How many octets the body has.
  public long bodyBytes() {
    return bodyBytes;
  }

  /// How old it is, in whole seconds (RFC 9111 §4.2.3).
  public long ageSeconds(Instant now) {
    return age(now, true);
  }

  /// Whether it is fresh (RFC 9111 §4.2).
  public boolean freshAt(Instant now) {
    long seconds = age(now, true);
    return lifetimeSeconds > seconds
        || (lifetimeSeconds == seconds && lifetimeNanos > age(now, false));
  }

  /// The seconds of the age, or what it has beyond them in nanoseconds.
  private long age(Instant now, boolean whole) {
    long seconds = now.getEpochSecond() - receivedSeconds;
    int nanos = now.getNano() - receivedNanos;
    if (nanos < 0) {
      seconds--;
      nanos += NANOS_MAX + 1;
    }
    boolean back = seconds < 0;
    long sum = ageNanos + (back ? 0L : nanos);
    return whole
        ? ageSeconds + (back ? 0 : seconds) + sum / (NANOS_MAX + 1)
        : sum % (NANOS_MAX + 1);
  }

  /// Writes the head as it goes on the wire: status line, the fields with `age` and the length of
  /// the body, not the empty line that ends it. How many octets it wrote; empty if it is malformed
  /// or there is no room: then nothing was written. Good once for each [#read], of what is no part
  /// and [#isPlain].
  public OptionalInt write(long age, ByteBuffer to) {
    int start = to.position();
    try {
      StatusLine.write(status, to);
      CompactLines.expand(reader, to);
      CompactLines.digits(age, to.put(AGE));
      CompactLines.endLine(to);
      CompactLines.digits(bodyBytes, to.put(LENGTH));
      CompactLines.endLine(to);
      return OptionalInt.of(to.position() - start);
    } catch (Malformed | BufferOverflowException notWritten) {
      to.position(start);
      return OptionalInt.empty();
    }
  }
}
