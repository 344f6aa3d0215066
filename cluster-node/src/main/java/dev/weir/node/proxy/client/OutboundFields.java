package dev.weir.node.proxy.client;

import dev.weir.cache.message.Fields;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.request.CheckedRequest;
import dev.weir.node.proxy.request.Hops;
import dev.weir.node.proxy.request.Upgrade;
import dev.weir.node.proxy.wire.FieldLines;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// The fields of a request as the origin gets them. Pure.
final class OutboundFields {
  private OutboundFields() {}

  /// End-to-end fields, one canonical Host, Via, and the body's length in plain decimal.
  static Fields of(
      CheckedRequest request,
      Forwarding forwarding,
      Optional<InetAddress> client,
      String pseudonym) {
    Fields fields = FieldLines.endToEnd(request.head().fields());
    fields = Hops.counted(request.head(), fields);
    fields = fields.with("Host", request.authority().canonical());
    List<String> length = fields.all("Content-Length");
    if (!length.isEmpty()) {
      fields = fields.with("Content-Length", Long.toString(Long.parseLong(length.getFirst())));
    }
    if (request.isUpgrade()) {
      fields = Upgrade.asking(fields);
    }
    fields = forwarding.told(fields, client, pseudonym, request.authority().scheme().text());
    return fields.plus("Via", (request.http11() ? "1.1 " : "1.0 ") + pseudonym);
  }
}
