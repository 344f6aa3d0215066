package dev.weir.node.proxy.client;

import dev.weir.cache.disk.body.BodyLease;
import dev.weir.cache.message.Body;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.node.proxy.disk.ReadAhead;
import dev.weir.node.proxy.request.CheckedRequest;
import dev.weir.node.proxy.wire.LeasedBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCounted;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stored response on its way to a client, a piece of its body whenever the client takes it. The
/// body is sent from where it lies, by a lease for each piece that waits; the lease it came with
/// ends here.
final class Delivery {
  private final ClientConversation client;
  private final CheckedRequest request;
  private final Runnable delivered;
  private final Runnable lost;
  private @Nullable ReadAhead ahead;
  private Body body = Body.EMPTY;
  private long next;
  private long end;
  private boolean underWay;

  /// One that has not begun. `delivered` runs once, when all of it has been written, or `lost`,
  /// when a disk does not give the rest.
  Delivery(ClientConversation client, CheckedRequest request, Runnable delivered, Runnable lost) {
    this.client = client;
    this.request = request;
    this.delivered = delivered;
    this.lost = lost;
  }

  /// Writes the head, and of the body what the client takes now.
  void begin(StoredResponse stored, Duration age, String cacheStatus) {
    StoredAnswer answer = StoredAnswer.of(request.head(), stored, age);
    client.writeHead(request, answer.head(), cacheStatus);
    body = stored.body();
    next = answer.first();
    end = answer.end();
    underWay = true;
    if (next < end && body.source() instanceof BodyLease lease) {
      boolean files = client.response().sendsFiles();
      ahead = new ReadAhead(lease, next, end, files, client.loop(), this::goOn);
    }
    goOn();
  }

  /// Whether it has begun and is not over.
  boolean isUnderWay() {
    return underWay;
  }

  /// Writes as much as the client takes now. May be entered again from within, when a write makes
  /// the channel writable.
  void goOn() {
    boolean more = true;
    while (more && next < end && client.isWritable()) {
      more = ahead == null ? write(LeasedBuffer.of(body, next, end)) : write(ahead);
    }
    if (underWay && next >= end) {
      underWay = false;
      body.release();
      delivered.run();
    }
  }

  private boolean write(ByteBuf piece) {
    next += piece.readableBytes();
    client.writeBody(piece);
    return true;
  }

  /// False: the next piece is not there yet.
  private boolean write(ReadAhead from) {
    Optional<ReferenceCounted> piece = from.next();
    if (piece.isPresent() && piece.get() instanceof FileRegion region) {
      next += region.count();
      client.account().body((int) region.count());
      client.response().body(region);
    } else if (piece.isPresent()) {
      write((ByteBuf) piece.get());
    } else if (from.isLost()) {
      stop();
      lost.run();
    }
    return piece.isPresent();
  }

  /// The client is gone.
  void stop() {
    underWay = false;
    next = end;
    if (ahead != null) {
      ahead.stop();
    }
    body.release();
  }
}
