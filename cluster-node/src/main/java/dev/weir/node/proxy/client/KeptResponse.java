package dev.weir.node.proxy.client;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.Storability;
import dev.weir.cache.rule.StoredResponse;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// A response on its way into the store: its head, and a copy of what has come of its body.
final class KeptResponse {
  private final RequestHead request;
  private final ResponseHead head;
  private final Arrival arrival;
  private final Body.Collector body;

  private KeptResponse(
      RequestHead request, ResponseHead head, Arrival arrival, Body.Collector body) {
    this.request = request;
    this.head = head;
    this.arrival = arrival;
    this.body = body;
  }

  /// Begins to keep a response, if it may be kept, and shared, and is not known to be longer than
  /// the store takes.
  static Optional<KeptResponse> of(
      RequestHead request, ResponseHead head, Arrival arrival, ProxyServices services) {
    long bytesMax = services.store().entryBytesMax();
    boolean storable = Storability.of(request, head, arrival) instanceof Storability.Storable;
    boolean fits =
        head.fields()
            .first("Content-Length")
            .filter(length -> length.length() > 18 || Long.parseLong(length) > bytesMax)
            .isEmpty();
    return storable && fits && services.sharing().permits(head)
        ? Optional.of(new KeptResponse(request, head, arrival, new Body.Collector(bytesMax)))
        : Optional.empty();
  }

  /// The head with a Date, which a recipient with a clock adds where the origin had none (RFC 9110
  /// §6.6.1 Date).
  static ResponseHead dated(ResponseHead head, Instant received) {
    return head.fields().has("Date")
        ? head
        : head.withFields(head.fields().plus("Date", HttpDate.format(received)));
  }

  /// Copies a piece. False: it has become too long, and nothing of it is kept any more.
  boolean append(ByteBuf piece) {
    for (ByteBuffer octets : piece.nioBuffers()) {
      if (!body.append(octets)) {
        return false;
      }
    }
    return true;
  }

  /// The whole response.
  StoredResponse finish() {
    return StoredResponse.of(request, head, body.finish(), arrival);
  }
}
