package dev.weir.node.proxy.client;

import dev.weir.cache.message.Body;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.node.proxy.request.CheckedRequest;
import dev.weir.node.proxy.wire.LeasedBuffer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;

/// A stored response on its way to a client, a piece of its body whenever the client takes it. The
/// body is sent from where it lies, by a lease for each piece that waits; the lease it came with
/// ends here.
final class Delivery {
  private final ClientConversation client;
  private final CheckedRequest request;
  private final Runnable delivered;
  private Body body = Body.EMPTY;
  private long next;
  private long end;
  private boolean underWay;

  /// One that has not begun. `delivered` runs once, when all of it has been written.
  Delivery(ClientConversation client, CheckedRequest request, Runnable delivered) {
    this.client = client;
    this.request = request;
    this.delivered = delivered;
  }

  /// Writes the head, and of the body what the client takes now.
  void begin(StoredResponse stored, Duration age, String cacheStatus) {
    StoredAnswer answer = StoredAnswer.of(request.head(), stored, age);
    client.writeHead(request, answer.head(), cacheStatus);
    body = stored.body();
    next = answer.first();
    end = answer.end();
    underWay = true;
    goOn();
  }

  /// Whether it has begun and is not over.
  boolean isUnderWay() {
    return underWay;
  }

  /// Writes as much as the client takes now. May be entered again from within, when a write makes
  /// the channel writable.
  void goOn() {
    while (next < end && client.isWritable()) {
      ByteBuf piece = LeasedBuffer.of(body, next, end);
      next += piece.readableBytes();
      client.writeBody(piece);
    }
    if (underWay && next >= end) {
      underWay = false;
      body.release();
      delivered.run();
    }
  }

  /// The client is gone.
  void stop() {
    underWay = false;
    next = end;
    body.release();
  }
}
