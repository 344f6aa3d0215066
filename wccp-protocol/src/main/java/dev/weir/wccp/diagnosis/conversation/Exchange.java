package dev.weir.wccp.diagnosis.conversation;

import dev.weir.wccp.diagnosis.Findings;
import dev.weir.wccp.message.ReceiveId;

/// What one router and one cache have told each other of receive ids (§3.3, §4.4).
final class Exchange {
  /// So many answers without an echo are no coincidence.
  private static final int PATIENCE = 2;

  private final String router;
  private final String cache;
  private ReceiveId last = ReceiveId.NONE;
  private int unechoed;
  private int answers;
  private boolean echoed;

  Exchange(String router, String cache) {
    this.router = router;
    this.cache = cache;
  }

  /// The router has sent this id to the cache.
  void sent(ReceiveId id) {
    last = id;
    answers++;
    unechoed++;
  }

  /// The cache has named this id, or none, as the last one it heard from the router.
  void named(ReceiveId id, int offset, String section, Findings findings) {
    if (id.equals(last)) {
      echoed = true;
      unechoed = 0;
    } else if (last.equals(ReceiveId.NONE)) {
      return;
    } else if (id.equals(ReceiveId.NONE) && echoed) {
      beginAnew();
      findings.note(
          offset, section, "cache %s has started anew: it knows no receive id".formatted(cache));
    } else if (!id.equals(ReceiveId.NONE)) {
      findings.unusual(
          offset,
          section,
          "receive id %s of router %s is not its last one, %s: it changes nothing there"
              .formatted(id, router, last));
    } else if (unechoed == PATIENCE) {
      findings.wrong(offset, section, neverEchoed());
    }
  }

  /// What a cache was sent before it started anew it cannot echo.
  private void beginAnew() {
    last = ReceiveId.NONE;
    echoed = false;
    answers = 0;
    unechoed = 0;
  }

  /// The designated cache names this id in an assignment.
  void assigned(ReceiveId id, int offset, String section, Findings findings) {
    if (!last.equals(ReceiveId.NONE) && !id.equals(last)) {
      findings.wrong(
          offset,
          section,
          "receive id %s for router %s is stale, its last one to this cache is %s: it refuses this"
              .formatted(id, router, last));
    }
  }

  /// What remains to be said at the end.
  void end(Findings findings) {
    if (!echoed && answers >= PATIENCE && unechoed > PATIENCE) {
      findings.wrong(0, "4.4", neverEchoed());
    }
  }

  private String neverEchoed() {
    return "cache %s is not usable for router %s: receive id never echoed in %d answers"
        .formatted(cache, router, answers);
  }
}
