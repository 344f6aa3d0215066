package dev.weir.router.control;

import dev.weir.wccp.router.RouterEvent.Fault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an operator may have go wrong.
public enum FaultKind {
  /// The table is flushed.
  FLUSH(Fault.Kind.FLUSH),
  /// The next I_SEE_YOU repeats the receive id before, and its echo is not accepted.
  STALE_RECEIVE_ID(Fault.Kind.STALE_RECEIVE_ID),
  /// The service group forgets everything, as after a restart.
  REBOOT(Fault.Kind.REBOOT),
  /// Messages are lost, both ways.
  DROP(null),
  /// Messages come late, both ways.
  DELAY(null);

  private final Fault.@Nullable Kind ofGroup;

  FaultKind(Fault.@Nullable Kind ofGroup) {
    this.ofGroup = ofGroup;
  }

  /// What goes wrong in a group; empty when it is the port that misbehaves.
  public Optional<Fault.Kind> ofGroup() {
    return Optional.ofNullable(ofGroup);
  }
}
