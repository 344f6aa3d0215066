package dev.weir.wccp.diagnosis.conversation;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.diagnosis.Findings;
import dev.weir.wccp.message.ReceiveId;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What one router has shown of one group (§3.6, §4.4).
final class RouterTalk {
  /// So many I_SEE_YOU without the key mean that the assignment was not accepted.
  private static final int PATIENCE = 2;

  private final String router;
  private ReceiveId last = ReceiveId.NONE;
  private OptionalInt change = OptionalInt.empty();
  private Set<InetAddress> listed = Set.of();
  private Optional<AssignmentKey> shown = Optional.empty();
  private Optional<AssignmentKey> awaited = Optional.empty();
  private int missed;

  RouterTalk(String router) {
    this.router = router;
  }

  /// A receive id of this router, which never falls while it runs.
  void sent(ReceiveId id, int offset, String section, Findings findings) {
    if (!last.equals(ReceiveId.NONE) && Integer.compareUnsigned(id.value(), last.value()) < 0) {
      findings.unusual(
          offset,
          section,
          "receive id falls from %s to %s: has router %s restarted?".formatted(last, id, router));
    }
    last = id;
  }

  /// The caches that it lists as usable. Returns those it no longer lists.
  Set<InetAddress> lists(List<InetAddress> caches, int changeNow, int offset, Findings findings) {
    var now = new HashSet<>(caches);
    for (InetAddress cache : caches) {
      if (!listed.contains(cache)) {
        findings.note(offset, "4.4", "lists " + cache.getHostAddress() + " from now on: usable");
      }
    }
    var gone = new HashSet<>(listed);
    gone.removeAll(now);
    if (change.isPresent() && change.getAsInt() == changeNow && !now.equals(listed)) {
      findings.unusual(offset, "4.4", "other caches are listed under the same change number");
    }
    listed = now;
    change = OptionalInt.of(changeNow);
    return gone;
  }

  /// The key under which it redirects.
  void shows(Optional<AssignmentKey> key, int offset, Findings findings) {
    if (awaited.isPresent() && awaited.equals(key)) {
      findings.note(offset, "4.3", "shows key " + key.get() + ": that assignment is in force here");
      awaited = Optional.empty();
    } else if (awaited.isPresent() && ++missed == PATIENCE) {
      findings.wrong(offset, "4.3", notShown());
    } else if (shown.isPresent() && key.isEmpty()) {
      findings.unusual(
          offset, "4.4", "key " + shown.get() + " is gone: nothing is redirected any more");
    }
    shown = key;
  }

  /// A designated cache has sent an assignment that addresses this router.
  void assigned(AssignmentKey key, int changeTold, int offset, String section, Findings findings) {
    if (change.isPresent() && change.getAsInt() != changeTold) {
      findings.wrong(
          offset,
          section,
          "change number %s for router %s is stale, its own is %s: it ignores this"
              .formatted(
                  Integer.toUnsignedString(changeTold),
                  router,
                  Integer.toUnsignedString(change.getAsInt())));
    }
    if (!awaited.equals(Optional.of(key))) {
      missed = 0;
    }
    awaited = shown.equals(Optional.of(key)) ? Optional.empty() : Optional.of(key);
  }

  /// What remains to be said at the end.
  void end(Findings findings) {
    if (awaited.isPresent() && missed > 0) {
      findings.wrong(0, "4.3", notShown());
    } else if (awaited.isPresent()) {
      findings.note(
          0, "4.3", "the capture ends before router " + router + " could show " + awaited.get());
    }
  }

  private String notShown() {
    return "router %s has not accepted the assignment %s: not shown in %d I_SEE_YOU since"
        .formatted(router, awaited.map(Object::toString).orElse("-"), missed);
  }
}
