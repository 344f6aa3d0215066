package dev.weir.node.access;

import dev.weir.node.access.octets.Layout;
import dev.weir.node.access.octets.Ring;
import dev.weir.node.access.octets.Text;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// The record that a thread is making: numbers by name, then ten texts in this order: method, host,
/// path and query, Referer, User-Agent, media type, rule, detail, parent, user.
///
/// One per thread, used again for each record; nothing is allocated. Confined to its thread.
public final class Draft {
  private static final byte[] NOTHING = new byte[0];

  private final Ring ring;
  private final AccessLog log;
  private final byte[] spare = new byte[Layout.OCTETS_MAX];
  private byte[] octets = spare;
  private int start;
  private int at;
  private int text;
  private boolean dropped;

  Draft(Ring ring, AccessLog log) {
    this.ring = ring;
    this.log = log;
  }

  /// How it was answered.
  ///
  /// @param status that of the response; 0: there was none
  @SuppressWarnings("EnumOrdinal") // read by this process alone
  public Draft begin(int status, Treatment how, ObjectSource source) {
    int place = ring.claim();
    dropped = place < 0;
    octets = dropped ? spare : ring.octets();
    start = dropped ? 0 : place;
    at = start + Layout.TEXTS;
    text = 0;
    set(Layout.OUTCOME, status << 16 | how.ordinal() << 8 | source.ordinal());
    set(Layout.CLIENT, 0);
    set(Layout.OTHER, 0);
    set(Layout.PORTS, 0);
    set(Layout.MARKS, 0);
    set(Layout.ROUTER, 0);
    return this;
  }

  /// When it ended, in milliseconds since 1970, after how many nanoseconds, and its number.
  public Draft at(long endedMillis, long elapsedNs, long id) {
    Layout.u64(octets, start + Layout.ENDED, endedMillis);
    Layout.u64(octets, start + Layout.ELAPSED, elapsedNs);
    Layout.u64(octets, start + Layout.ID, id);
    return this;
  }

  /// What was sent.
  public Draft sent(int headOctets, long bodyOctets) {
    set(Layout.HEAD, headOctets);
    Layout.u64(octets, start + Layout.BODY, bodyOctets);
    return this;
  }

  /// Who asked. [#address] and the port make the numbers, once for a connection.
  public Draft client(int address, int port) {
    set(Layout.CLIENT, address);
    Layout.u16(octets, start + Layout.PORTS, port);
    return this;
  }

  /// The origin or the node that was asked.
  public Draft other(InetSocketAddress asked) {
    set(Layout.OTHER, address(asked.getAddress()));
    Layout.u16(octets, start + Layout.PORTS + 2, asked.getPort());
    return this;
  }

  /// By which router the connection came, as a number like [#address]; 0: none that is known.
  public Draft router(int address) {
    set(Layout.ROUTER, address);
    return this;
  }

  /// Marks it so, if it is so.
  public Draft mark(Mark mark, boolean so) {
    if (so) {
      set(Layout.MARKS, Layout.u32(octets, start + Layout.MARKS) | mark.bit());
    }
    return this;
  }

  /// The next text; null where there is none. Each character is one octet, as decoded from the
  /// wire.
  @SuppressWarnings("deprecation") // the one way that copies such characters at once
  public Draft text(@Nullable String value) {
    int length = value == null ? 0 : Math.min(value.length(), Text.at(text).octetsMax());
    if (value != null) {
      value.getBytes(0, length, octets, at + 2);
    }
    return next(length);
  }

  /// The next text, from an array.
  public Draft text(byte[] from, int offset, int length) {
    int kept = Math.min(length, Text.at(text).octetsMax());
    System.arraycopy(from, offset, octets, at + 2, kept);
    return next(kept);
  }

  /// The next text, from a buffer whose indexes stay.
  public Draft text(ByteBuf from, int index, int length) {
    int kept = Math.min(length, Text.at(text).octetsMax());
    from.getBytes(index, octets, at + 2, kept);
    return next(kept);
  }

  private Draft next(int length) {
    Layout.u16(octets, at, length);
    at += 2 + length;
    text++;
    return this;
  }

  /// The record is complete; texts that were not said are empty.
  public void end() {
    while (text < Text.count()) {
      text(NOTHING, 0, 0);
    }
    int length = Layout.aligned(at - start);
    set(Layout.LENGTH, length);
    if (dropped) {
      log.dropped();
    } else if (ring.publish(length)) {
      log.wake();
    }
  }

  private void set(int offset, int value) {
    Layout.u32(octets, start + offset, value);
  }

  /// An IPv4 address as a number; 0 for any other.
  public static int address(@Nullable InetAddress address) {
    byte[] octets = address == null ? NOTHING : address.getAddress();
    return octets.length == 4
        ? (octets[0] & 0xff) << 24
            | (octets[1] & 0xff) << 16
            | (octets[2] & 0xff) << 8
            | (octets[3] & 0xff)
        : 0;
  }
}
