package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.router.RouterSnapshot;
import dev.weir.wccp.simulation.Flight;
import dev.weir.wccp.simulation.Reading;
import dev.weir.wccp.simulation.RouterParty;
import dev.weir.wccp.simulation.RouterStep;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// S10, second half, for routers (§4.4).
final class RouterKeepsItsRules implements Invariant {
  private final Echoes echoes;
  private final Map<RouterParty, Map<InetAddress, InetAddress>> sources = new HashMap<>();

  RouterKeepsItsRules(Echoes echoes) {
    this.echoes = echoes;
  }

  @Override
  public String name() {
    return "S10 router";
  }

  @Override
  public String sentence() {
    return "A router changes nothing for a HERE_I_AM without the right receive id, nor for a"
        + " REDIRECT_ASSIGN without the right sender, receive id and member change number.";
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    if (step.flight().isEmpty()) {
      return Optional.empty();
    }
    var flight = step.flight().get();
    boolean allowed =
        switch (flight.message()) {
          case Message.HereIAm hello -> {
            boolean echoed = echoes.echoed(step, flight, hello);
            if (echoed && !step.refused()) {
              sources(step).put(hello.cache().address(), flight.from());
            }
            yield echoed;
          }
          case Message.RedirectAssign assign -> mayAssign(step, flight, assign);
          default -> false;
        };
    return Invariant.broken(
        !allowed && !same(step.before(), step.after()),
        () -> flight + " changed " + step.before() + " to " + step.after());
  }

  private boolean mayAssign(RouterStep step, Flight flight, Message.RedirectAssign assign) {
    var sender = Reading.key(assign).designated();
    boolean usable = RouterStep.usable(step.before()).contains(sender);
    return usable
        && flight.from().equals(sources(step).get(sender))
        && Reading.addressed(assign).stream()
            .anyMatch(it ->
                it.router().equals(step.before().routerId())
                    && echoes.echoed(step, sender, flight.from(), it.receiveId())
                    && it.memberChange() == step.before().memberChange());
  }

  private Map<InetAddress, InetAddress> sources(RouterStep step) {
    return sources.computeIfAbsent(step.party(), _ -> new HashMap<>());
  }

  static boolean same(RouterSnapshot before, RouterSnapshot after) {
    return before.memberChange() == after.memberChange()
        && before.key().equals(after.key())
        && before.assignment().equals(after.assignment())
        && RouterStep.usable(before).equals(RouterStep.usable(after));
  }
}
