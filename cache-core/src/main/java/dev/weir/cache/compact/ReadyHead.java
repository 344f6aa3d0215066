package dev.weir.cache.compact;

import dev.weir.cache.rule.CacheKey;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The head of a stored response as it goes on the wire, with a gap for its age: made once of a
/// record, and written as often as that is asked for (ADR-0040).
///
/// Used again for one record after the other; confined to one thread.
public final class ReadyHead {
  /// The longest head that is made ready.
  public static final int OCTETS_MAX = 2048;

  private static final byte[] LENGTH = Latin.octets("\r\nContent-Length: ");
  private static final byte[] TYPE = Latin.octets("\r\ncontent-type: ");

  private final CompactHead head = new CompactHead();
  private byte[] record = new byte[256];
  private byte[] octets = new byte[512];
  private int gap;
  private int end;
  private int typeFrom;
  private int typeTo;
  private @Nullable CacheKey key;

  /// Where a record of so many octets is to be laid for [#make].
  public byte[] room(int length) {
    if (length > record.length) {
      record = new byte[length + length / 2];
    }
    return record;
  }

  /// Makes the head of the record that was laid there. False if it is not plain, malformed or too
  /// long; then nothing else may be asked.
  ///
  /// @param scratch of [#OCTETS_MAX]; what is in it afterwards means nothing
  public boolean make(int length, ByteBuffer scratch) {
    if (!head.read(record, 0, length) || !head.isPlain()) {
      return false;
    }
    OptionalInt written = head.write(0, scratch.clear());
    if (written.isEmpty()) {
      return false;
    }
    end = written.getAsInt();
    if (end > octets.length) {
      octets = new byte[end + end / 4];
    }
    scratch.flip().get(octets, 0, end);
    gap = last(LENGTH) - 1;
    key = null;
    findType();
    return true;
  }

  /// What the record says beside its fields.
  public CompactHead head() {
    return head;
  }

  /// The key under which it is stored.
  public CacheKey key() {
    CacheKey known = key;
    if (known == null) {
      known = ResponseCodec.key(record, head);
      key = known;
    }
    return known;
  }

  /// The first Content-Type; empty if there is none.
  public String type() {
    return Latin.text(octets, typeFrom, typeTo - typeFrom);
  }

  /// Writes all of it but the empty line that ends it. How many octets; empty if there is no room.
  public OptionalInt write(long age, ByteBuffer to) {
    if (to.remaining() < end + Long.SIZE / 3) {
      return OptionalInt.empty();
    }
    int start = to.position();
    CompactLines.digits(age, to.put(octets, 0, gap));
    to.put(octets, gap + 1, end - gap - 1);
    return OptionalInt.of(to.position() - start);
  }

  /// The octets among which its Content-Type stands, from [#typeFrom] to [#typeTo].
  public byte[] octets() {
    return octets;
  }

  /// Where the first Content-Type begins; where it ends if there is none.
  public int typeFrom() {
    return typeFrom;
  }

  /// Where it ends.
  public int typeTo() {
    return typeTo;
  }

  private int last(byte[] wanted) {
    int at = end - wanted.length;
    while (!isAt(at, wanted)) {
      at--;
    }
    return at;
  }

  private void findType() {
    typeFrom = typeTo = 0;
    for (int at = 0; at < gap - TYPE.length && typeTo == 0; at++) {
      if (octets[at] == '\r' && isAt(at, TYPE)) {
        typeFrom = at + TYPE.length;
        typeTo = typeFrom;
        while (octets[typeTo] != '\r') {
          typeTo++;
        }
      }
    }
  }

  /// Whether this stands there, its letters in any case.
  private boolean isAt(int at, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      int octet = octets[at + i];
      if (octet != wanted[i] && (octet | 0x20) != (wanted[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }
}
