package dev.weir.node.doctor;

import static dev.weir.node.doctor.Cause.advising;

import java.util.Optional;
import java.util.TreeSet;

/// What the routers make of the node.
final class WccpChecks {
  private static final String REFUSED = "weir_wccp_refused_total/";

  private WccpChecks() {}

  static Optional<Cause> password(Facts facts) {
    return Optional.of(facts)
        .filter(_ -> refuses(facts, "digest") || refuses(facts, "security-option"))
        .map(_ ->
            advising(
                "WCCP messages come with another password than wccp.password, or with none",
                "write the router's password as wccp.password; on the router:"
                    + " ip wccp web-cache password 0 WORD"));
  }

  static Optional<Cause> routerId(Facts facts) {
    return Optional.of(facts)
        .filter(_ -> refuses(facts, "unknown-router"))
        .map(_ ->
            advising(
                "a router answers from an address, and under an id, that wccp.routers does not name",
                "the event wccp-refused in /v1/events has the address: write it into wccp.routers"));
  }

  /// A router that has not answered is called every 10 s, so that what was counted meanwhile does
  /// not tell all; what was said before tells nothing of routers that answer by now.
  private static boolean refuses(Facts facts, String cause) {
    return facts.traffic().grown(REFUSED + cause) > 0
        || facts
            .node()
            .filter(it -> !it.hearsAll() && it.refusedLately().contains(cause))
            .isPresent();
  }

  static Optional<Cause> silent(Facts facts) {
    return router(facts, it -> it.state().equals("calling"))
        .map(it ->
            advising(
                "router " + it.address() + " does not answer on UDP port 2048",
                "ping "
                    + it.address()
                    + "; if that works: the router lacks `ip wccp web-cache`, counts authentication"
                    + " failures (another password), or a firewall on the way drops UDP 2048"));
  }

  static Optional<Cause> method(Facts facts) {
    return router(facts, it -> it.state().equals("rejected"))
        .map(it ->
            advising(
                "router " + it.address() + " offers no way to forward or assign that the node has",
                "write what the router offers as wccp.forwarding and wccp.assignment; `weir show"
                    + " wccp` has both sides"));
  }

  /// Silent routers have no view.
  static Optional<Cause> views(Facts facts) {
    return facts
        .node()
        .flatMap(node -> {
          var heard = node.routers().stream().filter(it -> !it.id().isEmpty()).toList();
          var wanted = new TreeSet<>(node.members());
          heard.forEach(it -> wanted.addAll(it.caches()));
          return heard.stream()
              .filter(it -> !it.caches().containsAll(wanted))
              .findFirst()
              .map(it -> {
                wanted.removeAll(it.caches());
                return advising(
                    "router " + it.address() + " does not list " + String.join(", ", wanted),
                    "weir doctor on "
                        + wanted.first()
                        + "; `weir show cluster` marks the differences");
              });
        });
  }

  static Optional<Cause> unassigned(Facts facts) {
    return facts
        .node()
        .filter(node -> node.bucketsOwned() == 0)
        .filter(node -> node.routers().stream().anyMatch(NodeFacts.Router::lists))
        .map(_ ->
            advising(
                "no bucket of the table in force is this node's",
                "wait 1.5 T after the last change; then `weir show buckets`, and wccp.weight"));
  }

  private static Optional<NodeFacts.Router> router(
      Facts facts, java.util.function.Predicate<NodeFacts.Router> which) {
    return facts.node().flatMap(node -> node.routers().stream().filter(which).findFirst());
  }
}
