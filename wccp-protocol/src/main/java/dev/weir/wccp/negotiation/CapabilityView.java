package dev.weir.wccp.negotiation;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component.Capabilities;
import java.util.Optional;

/// The elements of one capabilities component by kind; an absent element has its default (§3.10).
record CapabilityView(Optional<Capabilities> capabilities) {
  private static final int DEFAULT_METHOD = 1;

  int forwarding() {
    return find(Capability.Forwarding.class)
        .map(Capability.Forwarding::methods)
        .orElse(DEFAULT_METHOD);
  }

  int assignment() {
    return find(Capability.AssignmentMethod.class)
        .map(Capability.AssignmentMethod::methods)
        .orElse(DEFAULT_METHOD);
  }

  int packetReturn() {
    return find(Capability.PacketReturn.class)
        .map(Capability.PacketReturn::methods)
        .orElse(DEFAULT_METHOD);
  }

  Optional<Capability.TransmitInterval> interval() {
    return find(Capability.TransmitInterval.class);
  }

  Optional<Capability.TimerScale> scale() {
    return find(Capability.TimerScale.class);
  }

  private <C extends Capability> Optional<C> find(Class<C> kind) {
    return capabilities.flatMap(
        it -> it.elements().stream().filter(kind::isInstance).map(kind::cast).findFirst());
  }
}
