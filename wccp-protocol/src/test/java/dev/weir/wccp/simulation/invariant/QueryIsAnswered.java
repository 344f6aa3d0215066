package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Flight;
import dev.weir.wccp.simulation.Input;
import java.util.Optional;

/// Q1 (§4.2).
final class QueryIsAnswered implements Invariant {
  @Override
  public String name() {
    return "Q1";
  }

  @Override
  public String sentence() {
    return "A REMOVAL_QUERY that counts is answered at once, with its receive id.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (!step.ours()
        || !step.party().node().serves()
        || step.ignored()
        || !(step.input() instanceof Input.Arrived(Flight flight))
        || !(flight.message() instanceof Message.RemovalQuery query)) {
      return Optional.empty();
    }
    return Invariant.broken(
        step.sends().noneMatch(it -> echoes(it.message(), query.query().receiveId())),
        () -> flight + " was not answered");
  }

  private static boolean echoes(Message message, ReceiveId id) {
    return message instanceof Message.HereIAm hello
        && hello.view().routers().stream().anyMatch(it -> it.receiveId().equals(id));
  }
}
