package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.simulation.CacheParty;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Input;
import dev.weir.wccp.simulation.Manner;
import dev.weir.wccp.simulation.Plan;
import dev.weir.wccp.simulation.Reading;
import dev.weir.wccp.simulation.RouterStep;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// S11 (§4.1).
///
/// Per minute and router a cache may send seven HERE_I_AM each T (two answered queries and the one
/// that is due) and one REDIRECT_ASSIGN each T, and a few more where an exchange begins.
final class BoundedTraffic implements Invariant {
  private static final int SECONDS = 60;
  private static final int BEGINNINGS = 10;

  private static final class Minute {
    long number = -1;
    final Map<InetAddress, int[]> sent = new HashMap<>();
  }

  private final Map<CacheParty, Minute> minutes = new HashMap<>();
  private final double intervalsPerMinute;
  private final int answersToGroup;

  BoundedTraffic(Plan plan) {
    this.answersToGroup = plan.manner() == Manner.MULTICAST ? 1 : 0;
    this.intervalsPerMinute = SECONDS / (plan.tainted() ? 0.5 : plan.agreedInterval().toSeconds());
  }

  @Override
  public String name() {
    return "S11";
  }

  @Override
  public String sentence() {
    return "Nobody sends more than timers allow, and a router only what it is asked for.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (!step.ours()) {
      return Optional.empty();
    }
    var minute = minutes.computeIfAbsent(step.party(), _ -> new Minute());
    long number = step.now().getEpochSecond() / SECONDS;
    if (number != minute.number) {
      minute.number = number;
      minute.sent.clear();
    }
    for (CacheEffect effect : step.effects()) {
      if (effect instanceof CacheEffect.Send(var message, var to)) {
        int[] counts = minute.sent.computeIfAbsent(to, _ -> new int[2]);
        boolean table = Reading.tells(message);
        int count = ++counts[table ? 1 : 0];
        if (count > BEGINNINGS + intervalsPerMinute * (table ? 1 : 7)) {
          return Optional.of(count + " times " + message.wireName() + " to " + to);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> afterRouter(RouterStep step) {
    long sent = step.sent().count();
    long asked =
        step.input() instanceof Input.Deadline
            ? RouterStep.usable(step.before()).size() + answersToGroup
            : step.flight().filter(it -> asks(it.message())).isPresent() ? 1 : 0;
    return Invariant.broken(sent > asked, () -> sent + " messages, asked for " + asked);
  }

  private static boolean asks(Message message) {
    return message instanceof Message.HereIAm || message instanceof Version1.HereIAm;
  }
}
