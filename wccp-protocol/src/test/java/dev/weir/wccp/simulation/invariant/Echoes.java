package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.simulation.Flight;
import dev.weir.wccp.simulation.Manner;
import dev.weir.wccp.simulation.RouterParty;
import dev.weir.wccp.simulation.RouterStep;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The last receive id that each router really sent to each cache at each address. It learns after
/// all others have asked.
final class Echoes implements Invariant {
  private record Line(InetAddress cache, InetAddress at) {}

  private final Map<RouterParty, Map<Line, ReceiveId>> last = new HashMap<>();

  @Override
  public String name() {
    return "echoes";
  }

  @Override
  public String sentence() {
    return "What a router expects to be echoed, it sent.";
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    for (RouterEffect effect : step.effects()) {
      if (effect instanceof RouterEffect.Send(var message, var to)) {
        switch (message) {
          case Message.ISeeYou it ->
              it.router()
                  .receivedFrom()
                  .forEach(cache -> sent(step.party(), cache, to, it.router().receiveId()));
          case Message.RemovalQuery it ->
              sent(step.party(), it.query().target(), to, it.query().receiveId());
          default -> {}
        }
      }
    }
    return Optional.empty();
  }

  /// Whether this id is what the router last sent to the cache at the address it now writes from,
  /// or to all; but to a usable cache what is sent to all is sent where that is known to be.
  boolean echoed(RouterStep step, InetAddress cache, InetAddress from, ReceiveId id) {
    var sent = last.getOrDefault(step.party(), Map.of());
    var there = sent.get(new Line(cache, from));
    if (there == null && !usableElsewhere(step, cache, from)) {
      there = sent.get(new Line(cache, Manner.GROUP));
    }
    return id.equals(there);
  }

  private static boolean usableElsewhere(RouterStep step, InetAddress cache, InetAddress from) {
    return step.before().caches().stream()
        .anyMatch(it -> it.address().equals(cache) && it.usable() && !it.source().equals(from));
  }

  /// Whether a HERE_I_AM has the right receive id (§4.4 step 7).
  boolean echoed(RouterStep step, Flight flight, Message.HereIAm hello) {
    return hello.view().routers().stream()
        .anyMatch(it ->
            it.router().equals(step.before().routerId())
                && echoed(step, hello.cache().address(), flight.from(), it.receiveId()));
  }

  private void sent(RouterParty router, InetAddress cache, InetAddress to, ReceiveId id) {
    var sent = last.computeIfAbsent(router, _ -> new HashMap<>());
    if (to.equals(Manner.GROUP)) {
      sent.keySet().removeIf(it -> it.cache().equals(cache));
    }
    sent.put(new Line(cache, to), id);
  }
}
