package dev.weir.wccp.diagnosis;

import dev.weir.wccp.codec.Dissection;
import dev.weir.wccp.codec.Piece;
import dev.weir.wccp.message.Component.CacheView;
import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Component.Identity;
import dev.weir.wccp.message.Component.Query;
import dev.weir.wccp.message.Component.RouterIdentity;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.wire.Field;
import java.net.InetAddress;
import java.util.List;

/// Whether components name the parties they are about: router identity, cache view, query, command.
final class PartyChecks {
  private PartyChecks() {}

  static void router(RouterIdentity it, Piece piece, Findings findings) {
    findings.party(it.router(), piece.place("router id"), "3.3", "router id");
    if (it.sentTo().isAnyLocalAddress()) {
      findings.unusual(piece.place("sent to"), "3.3", "sent to is unspecified");
    }
    int at = piece.place("received from");
    if (it.receivedFrom().isEmpty()) {
      findings.wrong(
          piece.place("number received from"),
          "3.3",
          "received from lists no cache: none is answered");
    }
    it.receivedFrom().forEach(cache -> findings.party(cache, at, "3.3", "received from"));
    findings.different(it.receivedFrom(), at, "3.3", "received from");
  }

  static void cacheView(CacheView it, Piece piece, Findings findings) {
    List<Field> ids = piece.named("receive id");
    List<Field> routers = piece.named("router");
    for (int i = 0; i < it.routers().size(); i++) {
      var heard = it.routers().get(i);
      findings.party(heard.router(), routers.get(i).offset(), "3.7", "router");
      if (heard.receiveId().equals(ReceiveId.NONE)) {
        findings.unusual(
            ids.get(i).offset(),
            "3.7",
            "receive id for router " + heard.router().getHostAddress() + " is 0: not heard yet");
      }
    }
    int at = piece.place("router");
    findings.different(
        it.routers().stream().map(CacheView.HeardRouter::router).toList(), at, "3.7", "router");
    it.caches().forEach(cache -> findings.party(cache, piece.place("cache"), "3.7", "cache"));
    findings.different(it.caches(), piece.place("cache"), "3.7", "cache");
  }

  static void query(Query it, Piece piece, Findings findings) {
    findings.party(it.router(), piece.place("router"), "3.9", "router");
    findings.party(it.target(), piece.place("target"), "3.9", "target");
    if (it.receiveId().equals(ReceiveId.NONE)) {
      findings.wrong(piece.place("receive id"), "3.9", "receive id is 0: caches refuse it");
    }
  }

  static void commands(Kind kind, Commands it, Dissection message, Piece piece, Findings findings) {
    int own = kind == Kind.HERE_I_AM ? Command.SHUTDOWN : Command.SHUTDOWN_RESPONSE;
    for (Field type : piece.named("command type")) {
      if (!type.value().equals("1") && !type.value().equals("2")) {
        findings.note(
            type.offset(), "3.15", "command type " + type.value() + " is unknown: it is skipped");
      } else if (!type.value().equals(Integer.toString(own))) {
        findings.wrong(
            type.offset(), "3.15", "command type " + type.value() + " has no place in " + kind);
      }
    }
    int at = piece.place("command cache");
    for (Command command : it.commands()) {
      findings.party(command.cache(), at, "3.15", "command cache");
      message
          .find(Identity.class)
          .map(identity -> identity.cache().address())
          .filter(sender -> !sender.equals(command.cache()))
          .ifPresent(sender -> foreign(sender, command.cache(), at, findings));
    }
  }

  private static void foreign(InetAddress sender, InetAddress other, int at, Findings findings) {
    findings.wrong(
        at,
        "3.15",
        "%s says SHUTDOWN for %s: routers obey for the sender only"
            .formatted(sender.getHostAddress(), other.getHostAddress()));
  }
}
