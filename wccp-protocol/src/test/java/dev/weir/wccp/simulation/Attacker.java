package dev.weir.wccp.simulation;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.message.Component.RouterView;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Somebody on the network who listens, sends again what was said, and makes things up.
final class Attacker {
  private final World world;
  private final Plan plan;
  private final Chance chance;

  Attacker(World world, Chance chance) {
    this.world = world;
    this.plan = world.plan();
    this.chance = chance;
  }

  void begin() {
    if (plan.has(Fault.REPLAY)) {
      world.at(chance.millis(1_000, 20_000), "REPLAY", this::replay);
    }
    if (plan.has(Fault.FORGERY)) {
      world.at(chance.millis(1_000, 20_000), "FORGERY", this::forge);
    }
  }

  private void replay() {
    for (int burst = chance.pick(List.of(1, 1, 1, 5, 30)); burst > 0; burst--) {
      if (!world.recorder().heard().isEmpty()) {
        var heard = chance.pick(world.recorder().heard());
        var from = chance.hits(0.7) ? heard.from() : anyAddress();
        send(heard.message(), heard, from, Flight.Origin.REPLAYED);
      }
    }
    again("REPLAY", this::replay);
  }

  private void forge() {
    if (!world.recorder().heard().isEmpty()) {
      var heard = chance.pick(world.recorder().heard());
      var from = chance.hits(0.7) ? heard.from() : anyAddress();
      var false_ = distorted(heard.message());
      world
          .network()
          .ofStranger(false_, heard.group())
          .ifPresent(it -> send(it, heard, from, Flight.Origin.FORGED));
    }
    again("FORGERY", this::forge);
  }

  private void again(String what, Runnable action) {
    long at = world.now() + chance.millis(500, 20_000);
    if (at < plan.healAt()) {
      world.at(at, what, action);
    }
  }

  private void send(Message message, Flight heard, InetAddress from, Flight.Origin origin) {
    world.deliver(
        new Flight(message, heard.group(), from, heard.to(), origin),
        world.now() + chance.millis(0, 3_000));
  }

  private Message distorted(Message message) {
    var stranger = anyAddress();
    return switch (chance.between(0, 5)) {
      case 0 -> Rewrite.each(message, ReceiveId.class, id -> new ReceiveId(id.value() + guess()));
      case 1 ->
          Rewrite.each(
              message, AssignmentKey.class, key -> Rewrite.with(key, "number", key.number() + 1));
      case 2 ->
          Rewrite.each(
              message,
              RouterView.class,
              view -> Rewrite.with(view, "memberChange", view.memberChange() + guess()));
      case 3 -> {
        var first = anyAddress();
        yield Rewrite.each(message, InetAddress.class, it -> it.equals(first) ? stranger : it);
      }
      case 4 -> message;
      default ->
          message instanceof Message.HereIAm hello
              ? Rewrite.with(
                  hello, "commands", Optional.of(RealMachines.shutdown(hello.cache().address())))
              : message;
    };
  }

  private int guess() {
    return chance.pick(List.of(-2, -1, 1, 2));
  }

  private InetAddress anyAddress() {
    return chance.pick(
        Stream.concat(
                world.caches().stream().map(CacheNode::address),
                world.routers().stream().map(RouterNode::address))
            .toList());
  }
}
