package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.simulation.RouterParty;
import dev.weir.wccp.simulation.RouterStep;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/// D1 (§4.4 step 6).
final class OneDescription implements Invariant {
  private final Map<RouterParty, Map<InetAddress, Component.Service>> meant = new HashMap<>();

  @Override
  public String name() {
    return "D1";
  }

  @Override
  public String sentence() {
    return "The usable caches of a router all mean one service, and whoever means another is not"
        + " even answered.";
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    var services = meant.computeIfAbsent(step.party(), _ -> new HashMap<>());
    services.keySet().retainAll(RouterStep.usable(step.before()));
    if (step.flight().isEmpty()
        || !(step.flight().get().message() instanceof Message.HereIAm hello)
        || hello.service().group().type() == ServiceGroup.Type.STANDARD) {
      return Optional.empty();
    }
    if (services.values().stream().anyMatch(it -> !it.equals(hello.service()))) {
      return Invariant.broken(
          step.sent().findAny().isPresent(),
          () ->
              "answered who means "
                  + hello.service()
                  + ", not "
                  + new HashSet<>(services.values()));
    }
    if (RouterStep.usable(step.after()).contains(hello.cache().address())) {
      services.put(hello.cache().address(), hello.service());
    }
    return Invariant.broken(
        !services.keySet().containsAll(RouterStep.usable(step.after())),
        () -> "usable are " + RouterStep.usable(step.after()) + ", admitted " + services.keySet());
  }
}
