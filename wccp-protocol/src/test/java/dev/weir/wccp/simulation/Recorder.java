package dev.weir.wccp.simulation;

import java.util.ArrayList;
import java.util.List;

/// What somebody who listens has heard lately. Empty unless somebody does.
final class Recorder {
  private static final int KEPT = 200;

  private final boolean listens;
  private final List<Flight> heard = new ArrayList<>();
  private int next;

  Recorder(Plan plan) {
    this.listens = plan.has(Fault.REPLAY) || plan.has(Fault.FORGERY);
  }

  void record(Flight flight) {
    if (!listens) {
      return;
    }
    if (heard.size() < KEPT) {
      heard.add(flight);
    } else {
      heard.set(next, flight);
      next = (next + 1) % KEPT;
    }
  }

  List<Flight> heard() {
    return heard;
  }
}
