package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Plan;
import dev.weir.wccp.simulation.RouterStep;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// S10, first half (§4.2).
final class HonestEcho implements Invariant {
  private record Sent(int group, InetAddress router, ReceiveId id) {}

  private final Set<Sent> sent = new HashSet<>();
  private final Plan plan;

  HonestEcho(Plan plan) {
    this.plan = plan;
  }

  @Override
  public String name() {
    return "S10 echo";
  }

  @Override
  public String sentence() {
    return "A receive id that a cache echoes is one that this router really sent.";
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    int group = step.party().group();
    step.sent()
        .forEach(message -> {
          switch (message) {
            case Message.ISeeYou it ->
                sent.add(new Sent(group, it.router().router(), it.router().receiveId()));
            case Message.RemovalQuery it ->
                sent.add(new Sent(group, it.query().router(), it.query().receiveId()));
            default -> {}
          }
        });
    return Optional.empty();
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    int group = step.party().group();
    if (!step.ours() || plan.tainted(group)) {
      return Optional.empty();
    }
    return step.sends()
        .map(it -> it.message())
        .filter(Message.HereIAm.class::isInstance)
        .flatMap(it -> ((Message.HereIAm) it).view().routers().stream())
        .filter(it -> !sent.contains(new Sent(group, it.router(), it.receiveId())))
        .map(HeardRouter::toString)
        .findFirst();
  }
}
