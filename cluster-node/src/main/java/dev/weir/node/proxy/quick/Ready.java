package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.cache.compact.ReadyHead;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.slab.Kept;
import dev.weir.cache.store.Probe;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.client.ProxyServices;
import dev.weir.node.proxy.ruled.RuledHit;
import dev.weir.node.proxy.wire.LeasedBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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

  /// The longest head, with an age.
  private static final int HEAD_BYTES_MAX = ReadyHead.OCTETS_MAX + 32;

  private final ProxyServices services;
  private OperatorRules rules;
  private final Probe probe;
  private final byte[] own;

  /// What one answer after the other is written to; it takes the longest that is copied.
  private final ByteBuf reused;

  private int headBytes;
  private long bodyBytes;

  /// Those of the store, as far as no rule is about them and they are kept here.
  ///
  /// @param pseudonym ours in Via and Cache-Status
  Ready(ProxyServices services, String pseudonym) {
    this.services = services;
    this.rules = services.rules().get();
    this.probe = services.store().probe(head -> RuledHit.isUnruled(rules, head));
    String lines = "Via: 1.1 " + pseudonym + "\r\nCache-Status: " + pseudonym + "; hit\r\n\r\n";
    this.own = lines.getBytes(ISO_8859_1);
    int octets = HEAD_BYTES_MAX + own.length + COPIED_BYTES_MAX;
    this.reused = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(octets)).clear();
  }

  /// Whether there is one for a URL, as it stands in keys, which is fresh. If so, [#write] is next.
  boolean find(PlainGet get, Instant now) {
    if (!rules.equals(services.rules().get())) {
      rules = services.rules().get();
      probe.forget();
    }
    boolean found = probe.find(get.url(), 0, get.urlBytes(), 0, now);
    if (found && (probe.bodyBytes() > BODY_BYTES_MAX || !isHere())) {
      probe.release();
      return false;
    }
    return found;
  }

  /// Whether its key is kept here, since before it was stored.
  private boolean isHere() {
    OwnerLookup owners = services.owners();
    if (OwnerLookup.EVERYTHING_HERE.equals(owners)) {
      return true;
    }
    CacheKey key = head().key();
    Owner[] told = {Owner.NOBODY};
    if (owners.isKnown(key)) {
      owners.ask(key, Surrogate.NOWHERE, true, owner -> told[0] = owner);
    }
    return told[0] instanceof Owner.Here(long tenure, _, _) && head().head().isOf(tenure);
  }

  /// The octets of the head that was written last.
  int headBytes() {
    return headBytes;
  }

  /// Those of its body.
  long bodyBytes() {
    return bodyBytes;
  }

  /// Where its Content-Type stands.
  ReadyHead head() {
    return probe.head();
  }

  /// Writes it, without a flush. False, and nothing is written, if its head is too long.
  boolean write(ChannelHandlerContext context) {
    int body = probe.bodyBytes() <= COPIED_BYTES_MAX ? (int) probe.bodyBytes() : 0;
    ByteBuf out = room(context, HEAD_BYTES_MAX + own.length + body);
    OptionalInt head = probe.writeHead(out.internalNioBuffer(0, HEAD_BYTES_MAX));
    if (head.isEmpty()) {
      probe.release();
      out.release();
      return false;
    }
    out.writerIndex(head.getAsInt()).writeBytes(own);
    headBytes = out.writerIndex();
    bodyBytes = probe.bodyBytes();
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

  /// Our own, if what it held last has left by now; else another.
  private ByteBuf room(ChannelHandlerContext context, int octets) {
    return reused.refCnt() == 1 ? reused.clear().retain() : context.alloc().directBuffer(octets);
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
