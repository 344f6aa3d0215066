package dev.weir.wccp.simulation;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/// A router that does what other makes do and the drafts allow (§7.2): it offers no timers (§3.10),
/// or discards a HERE_I_AM with a wrong receive id instead of answering it (§4.4).
record OtherMake(RouterMachine real, Machines.RouterSeat seat) implements RouterMachine {
  @Override
  public List<RouterEffect> received(
      Message message, InetAddress from, InetAddress sentTo, Instant now) {
    if (seat.strict() && message instanceof Message.HereIAm hello && echoesWrongly(hello)) {
      return List.of();
    }
    return plain(real.received(message, from, sentTo, now));
  }

  @Override
  public List<RouterEffect> deadlinePassed(Instant now) {
    return plain(real.deadlinePassed(now));
  }

  @Override
  public Instant nextDeadline() {
    return real.nextDeadline();
  }

  @Override
  public RouterSnapshot snapshot() {
    return real.snapshot();
  }

  private boolean echoesWrongly(Message.HereIAm hello) {
    var last =
        real.snapshot().caches().stream()
            .filter(it -> it.address().equals(hello.cache().address()))
            .map(RouterSnapshot.Cache::lastSent)
            .findFirst()
            .orElse(ReceiveId.NONE);
    return hello.view().routers().stream()
        .anyMatch(it -> it.router().equals(seat.routerId()) && !it.receiveId().equals(last));
  }

  private List<RouterEffect> plain(List<RouterEffect> effects) {
    return seat.plainTimers()
        ? Rewrite.each(effects, Component.Capabilities.class, OtherMake::withoutTimers)
        : effects;
  }

  private static Component.Capabilities withoutTimers(Component.Capabilities offer) {
    return new Component.Capabilities(
        offer.elements().stream()
            .filter(it ->
                !(it instanceof Capability.TransmitInterval)
                    && !(it instanceof Capability.TimerScale))
            .toList());
  }
}
