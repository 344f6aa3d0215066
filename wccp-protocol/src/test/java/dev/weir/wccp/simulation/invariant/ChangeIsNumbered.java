package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
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
        .flatMap(it -> shown(it).stream())
        .flatMap(it -> unnumbered(step.party(), it).stream())
        .findFirst();
  }

  private static Optional<Shown> shown(Message message) {
    return switch (message) {
      case Message.ISeeYou it ->
          Optional.of(
              new Shown(
                  it.view().memberChange(),
                  it.view().caches().stream()
                      .map(CacheIdentity::address)
                      .collect(Collectors.toSet())));
      case Version1.ISeeYou it ->
          Optional.of(
              new Shown(
                  it.change(),
                  it.caches().stream()
                      .map(Version1.ISeeYou.Entry::cache)
                      .collect(Collectors.toSet())));
      default -> Optional.empty();
    };
  }

  private Optional<String> unnumbered(RouterParty party, Shown shown) {
    var before = last.put(party, shown);
    return Invariant.broken(
        before != null
            && before.number() == shown.number()
            && !before.caches().equals(shown.caches()),
        () -> before + " became " + shown);
  }
}
