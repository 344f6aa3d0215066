package dev.weir.node.page;

import dev.weir.cache.store.Purge;
import dev.weir.node.admin.Answer;
import dev.weir.node.purge.Outcome;
import dev.weir.node.purge.PurgeBoard;
import java.net.Inet4Address;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Purging on the admin port: one of `url`, `host`, `prefix`, `key` and `group` in the query says
/// what.
public final class PurgePage {
  private static final String WHAT =
      "one of url=http://HOST/PATH, host=HOST, prefix=http://HOST/, key=SURROGATE-KEY and"
          + " group=http://HOST/#GROUP, at most 4096 characters without spaces";

  private final PurgeBoard board;
  private final List<Inet4Address> configured;

  /// The page of a board, in a cluster of the configured nodes.
  public PurgePage(PurgeBoard board, List<Inet4Address> configured) {
    this.board = board;
    this.configured = List.copyOf(configured);
  }

  /// Has the cluster forget what the query says. Status 200: every node that is there has applied
  /// it; 504: `missing` has not said so in time. Nodes in `absent` apply it when they return.
  public Answer purge(Map<String, String> query) {
    Optional<Purge> purge = parsed(query);
    if (purge.isEmpty()) {
      return new Answer.Json(400, Map.of("error", WHAT));
    }
    return board
        .order(purge.get())
        .<Answer>map(outcome -> new Answer.Later(outcome.thenApply(this::answer)))
        .orElseGet(() ->
            new Answer.Json(
                507,
                Map.of(
                    "error",
                    "there were %d purges in ten minutes; purge by prefix, host or key"
                        .formatted(PurgeBoard.PURGES_MAX))));
  }

  private static Optional<Purge> parsed(Map<String, String> query) {
    if (query.size() != 1) {
      return Optional.empty();
    }
    for (Purge.Kind kind : Purge.Kind.values()) {
      if (query.containsKey(kind.label())) {
        return Purge.parse(kind, query.getOrDefault(kind.label(), ""));
      }
    }
    return Optional.empty();
  }

  private Answer answer(Outcome outcome) {
    var page = new LinkedHashMap<String, Object>();
    page.put("kind", outcome.purge().kind().label());
    page.put("what", outcome.purge().text());
    page.put("complete", outcome.isComplete());
    page.put("objectsHere", outcome.objects());
    page.put("applied", texts(outcome.applied()));
    page.put("missing", texts(outcome.missing()));
    page.put(
        "absent",
        texts(
            configured.stream()
                .filter(it -> !outcome.applied().contains(it) && !outcome.missing().contains(it))
                .toList()));
    return new Answer.Json(outcome.isComplete() ? 200 : 504, page);
  }

  private static List<String> texts(Collection<Inet4Address> nodes) {
    return nodes.stream().map(Inet4Address::getHostAddress).toList();
  }
}
