package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.RouterParty;
import dev.weir.wccp.simulation.RouterStep;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// M1 (§4.4 step 9).
final class ChangeIsNumbered implements Invariant {
  private record Shown(int number, Set<InetAddress> caches) {}

  private final Map<RouterParty, Shown> last = new HashMap<>();

  @Override
  public String name() {
    return "M1";
  }

  @Override
  public String sentence() {
    return "A router that lists other caches than before shows another member change number.";
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    return step.sent()
        .filter(Message.ISeeYou.class::isInstance)
        .flatMap(it -> unnumbered(step.party(), (Message.ISeeYou) it).stream())
        .findFirst();
  }

  private Optional<String> unnumbered(RouterParty party, Message.ISeeYou seen) {
    Set<InetAddress> caches =
        seen.view().caches().stream().map(CacheIdentity::address).collect(Collectors.toSet());
    var shown = new Shown(seen.view().memberChange(), caches);
    var before = last.put(party, shown);
    return Invariant.broken(
        before != null
            && before.number() == shown.number()
            && !before.caches().equals(shown.caches()),
        () -> before + " became " + shown);
  }
}
