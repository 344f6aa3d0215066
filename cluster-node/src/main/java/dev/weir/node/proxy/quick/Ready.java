package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.cache.slab.Kept;
import dev.weir.cache.store.MemoryStore;
import dev.weir.cache.store.Probe;
import dev.weir.node.proxy.wire.LeasedBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalInt;

/// The answers that are ready in the store, one after the other: head and body leave as octets.
///
/// Confined to its event loop.
final class Ready {
  /// The longest body that is answered with here. All of it is queued at once, by leases.
  static final long BODY_BYTES_MAX = 2L << 20;

  /// The longest body that is copied behind its head, so that both leave in one piece.
  private static final int COPIED_BYTES_MAX = 16 * 1024;

  /// The longest head.
  private static final int HEAD_BYTES_MAX = 2048;

  private static final int TYPE_BYTES_MAX = 128;
  private static final byte[] TYPE = "\r\ncontent-type: ".getBytes(ISO_8859_1);

  private final Probe probe;
  private final byte[] own;
  private final byte[] type = new byte[TYPE_BYTES_MAX];
  private int typeBytes;
  private int headBytes;
  private long bodyBytes;

  /// Those of a store.
  ///
  /// @param pseudonym ours in Via and Cache-Status
  Ready(MemoryStore store, String pseudonym) {
    this.probe = store.probe();
    String lines = "Via: 1.1 " + pseudonym + "\r\nCache-Status: " + pseudonym + "; hit\r\n\r\n";
    this.own = lines.getBytes(ISO_8859_1);
  }

  /// Whether there is one for a URL, as it stands in keys, which is fresh. If so, [#write] is next.
  boolean find(PlainGet get, Instant now) {
    boolean found = probe.find(get.url(), 0, get.urlBytes(), 0, now);
    if (found && probe.bodyBytes() > BODY_BYTES_MAX) {
      probe.release();
      return false;
    }
    return found;
  }

  /// The octets of the head that was written last.
  int headBytes() {
    return headBytes;
  }

  /// Those of its body.
  long bodyBytes() {
    return bodyBytes;
  }

  /// Its Content-Type in the first [#typeBytes] octets, if [#write] was asked for it.
  byte[] type() {
    return type;
  }

  int typeBytes() {
    return typeBytes;
  }

  /// Writes it, without a flush. False, and nothing is written, if its head is too long.
  ///
  /// @param typed whether its [#type] will be asked for
  boolean write(ChannelHandlerContext context, boolean typed) {
    int body = probe.bodyBytes() <= COPIED_BYTES_MAX ? (int) probe.bodyBytes() : 0;
    ByteBuf out = context.alloc().directBuffer(HEAD_BYTES_MAX + own.length + body);
    OptionalInt head = probe.writeHead(out.internalNioBuffer(0, HEAD_BYTES_MAX));
    if (head.isEmpty()) {
      probe.release();
      out.release();
      return false;
    }
    out.writerIndex(head.getAsInt()).writeBytes(own);
    headBytes = out.writerIndex();
    bodyBytes = probe.bodyBytes();
    typeBytes = typed ? readType(out) : 0;
    for (int at = 0; at < body; ) {
      ByteBuffer piece = probe.view(at);
      at += piece.remaining();
      out.writeBytes(piece);
    }
    context.write(out, context.voidPromise());
    if (body < probe.bodyBytes()) {
      writeFromWhereItLies(context);
    }
    probe.release();
    return true;
  }

  private int readType(ByteBuf head) {
    int end = head.writerIndex() - TYPE.length;
    for (int at = head.readerIndex(); at < end; at++) {
      if (head.getByte(at) == '\r' && isType(head, at)) {
        int from = at + TYPE.length;
        int length = head.bytesBefore(from, head.writerIndex() - from, (byte) '\r');
        int kept = Math.clamp(length, 0, TYPE_BYTES_MAX);
        head.getBytes(from, type, 0, kept);
        return kept;
      }
    }
    return 0;
  }

  private static boolean isType(ByteBuf head, int at) {
    for (int i = 0; i < TYPE.length; i++) {
      int octet = head.getByte(at + i);
      if ((octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet) != TYPE[i]) {
        return false;
      }
    }
    return true;
  }

  private void writeFromWhereItLies(ChannelHandlerContext context) {
    Kept kept = probe.take();
    for (long at = 0; at < bodyBytes; ) {
      ByteBuf piece = LeasedBuffer.of(kept, at, bodyBytes);
      at += piece.readableBytes();
      context.write(piece, context.voidPromise());
    }
    kept.release();
  }
}
