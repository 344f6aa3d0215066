package dev.weir.wccp.simulation;

import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.router.RouterEffect;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Messages and steps in a line of text each, and as a number that is the same in every process.
final class Words {
  private Words() {}

  static String of(InetAddress address) {
    return address.getHostAddress();
  }

  static String of(Message message) {
    return switch (message) {
      case Message.HereIAm it ->
          "HERE_I_AM of "
              + of(it.cache().address())
              + it.view().routers().stream()
                  .map(heard -> of(heard.router()) + ":" + heard.receiveId())
                  .collect(Collectors.joining(" ", " heard=[", "]"))
              + it.commands().map(_ -> " SHUTDOWN").orElse("");
      case Message.ISeeYou it ->
          "I_SEE_YOU "
              + of(it.router().router())
              + ":"
              + it.router().receiveId()
              + " for "
              + it.router().receivedFrom().stream().map(Words::of).toList()
              + " change="
              + it.view().memberChange()
              + " key="
              + it.view().key().map(Object::toString).orElse("-")
              + " caches="
              + it.view().caches().stream().map(Words::of).toList()
              + " routers="
              + it.view().routers().stream().map(Words::of).toList()
              + it.commands().map(_ -> " SHUTDOWN_RESPONSE").orElse("");
      case Message.RedirectAssign it ->
          "REDIRECT_ASSIGN "
              + Reading.key(it)
              + " "
              + Reading.addressed(it)
              + " "
              + Reading.table(it).sizes();
      case Message.RemovalQuery it ->
          "REMOVAL_QUERY " + of(it.query().router()) + ":" + it.query().receiveId();
      case Version1 it -> it.toString();
    };
  }

  private static String of(CacheIdentity cache) {
    return of(cache.address()) + (cache.historical() ? "(U)" : "");
  }

  static String step(String who, Input input, List<?> effects) {
    String cause =
        input instanceof Input.Arrived(Flight flight)
            ? flight.toString()
            : input.getClass().getSimpleName();
    return who + " " + cause + " => " + effects.stream().map(Words::effect).toList();
  }

  private static String effect(Object effect) {
    return switch (effect) {
      case CacheEffect.Send(var message, var to) -> "to " + of(to) + " " + of(message);
      case RouterEffect.Send(var message, var to) -> "to " + of(to) + " " + of(message);
      case CacheEffect.InForce(var key, var assignment) ->
          "InForce " + key.map(Object::toString).orElse("-") + " " + Table.of(assignment).sizes();
      case RouterEffect.Installed(var key, var assignment) ->
          "Installed " + key.map(Object::toString).orElse("-") + " " + Table.of(assignment).sizes();
      default -> effect.toString();
    };
  }

  /// A number that differs when the message does in anything that matters to the protocol.
  static int digest(Message message) {
    return switch (message) {
      case Message.HereIAm it ->
          Objects.hash(
              10,
              it.cache().address(),
              it.cache().historical(),
              it.view().change(),
              it.view().routers(),
              it.view().caches());
      case Message.ISeeYou it ->
          Objects.hash(
              11,
              it.router(),
              it.view().memberChange(),
              it.view().key(),
              it.view().routers(),
              it.view().caches());
      case Message.RedirectAssign it ->
          Objects.hash(12, Reading.key(it), Reading.addressed(it), Reading.table(it));
      case Message.RemovalQuery it -> Objects.hash(13, it.query());
      case Version1.HereIAm it -> Objects.hash(7, it.received(), it.historical());
      case Version1.ISeeYou it ->
          Objects.hash(8, it.change(), it.receiveId(), Reading.shown(it), it.caches().size());
      case Version1.AssignBuckets it -> Objects.hash(9, it.received(), Table.of(it.assignment()));
    };
  }
}
