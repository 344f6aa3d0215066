package dev.weir.node.proxy.client;

import dev.weir.cache.message.Body;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/// A part of a stored body on its way to a client, one chunk whenever the client takes it. A buffer
/// of the heap is copied when it is queued, so no more than one chunk is queued beyond the mark.
final class StoredBody {
  private final Body body;
  private final long end;
  private long next;

  StoredBody(Body body, long first, long end) {
    this.body = body;
    this.next = first;
    this.end = end;
  }

  /// Writes as much as the client takes now. May be entered again from within, when a write makes
  /// the channel writable.
  void pump(ClientConversation client) {
    while (next < end && client.isWritable()) {
      ByteBuffer view = body.view(next, end);
      next += view.remaining();
      client.writeBody(Unpooled.wrappedBuffer(view));
    }
  }

  /// Whether everything has been written.
  boolean isDone() {
    return next >= end;
  }
}
