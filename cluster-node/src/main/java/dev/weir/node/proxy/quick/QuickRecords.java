package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.cache.compact.ReadyHead;
import dev.weir.node.access.Draft;
import dev.weir.node.access.ObjectSource;
import dev.weir.node.access.Treatment;
import dev.weir.node.proxy.outcome.Account;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// The records in the access log of what went the short way, made from octets. Confined to its
/// event loop.
final class QuickRecords {
  private static final byte[] METHOD = "GET".getBytes(US_ASCII);

  private final Account.Books books;

  QuickRecords(Account.Books books) {
    this.books = books;
  }

  /// Whether any are made.
  boolean areMade() {
    return books.log().isOn();
  }

  /// Makes one.
  ///
  /// @param client who asked; null where that is no IPv4 address
  /// @param router who diverted the connection; 0: not known
  void make(
      PlainGet get, Ready answer, @Nullable InetSocketAddress client, int router, long elapsedNs) {
    Draft draft =
        books
            .log()
            .draft()
            .begin(answer.head().head().status(), Treatment.HIT, ObjectSource.MEMORY)
            .at(books.wallClock().millis(), elapsedNs, books.log().nextId())
            .sent(answer.headBytes(), answer.bodyBytes())
            .router(router);
    if (client != null) {
      draft.client(Draft.address(client.getAddress()), client.getPort());
    }
    byte[] octets = get.octets();
    ReadyHead head = answer.head();
    draft
        .text(METHOD, 0, METHOD.length)
        .text(octets, get.hostFrom(), get.hostTo() - get.hostFrom())
        .text(octets, get.targetFrom(), get.targetTo() - get.targetFrom())
        .text(octets, get.refererFrom(), get.refererTo() - get.refererFrom())
        .text(octets, get.agentFrom(), get.agentTo() - get.agentFrom())
        .text(head.octets(), head.typeFrom(), head.typeTo() - head.typeFrom())
        .end();
  }
}
