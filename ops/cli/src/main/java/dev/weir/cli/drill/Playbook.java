package dev.weir.cli.drill;

import dev.weir.node.telemetry.NodeEvent;
import java.util.List;

/// The script of every drill. Pure: a function of the drill and the figures.
final class Playbook {
  private static final String BUCKETS = "weir show buckets --watch";
  private static final String CLUSTER = "weir show cluster --watch";
  private static final String ROUTERS = "weir show routers --watch";

  private Playbook() {}

  static Script of(Drill drill, Figures figures) {
    return switch (drill) {
      case LOSE_NODE -> loseNode(figures);
      case FREEZE_NODE -> freezeNode(figures);
      case DRAIN_NODE -> drainNode(figures);
      case LOSE_ROUTER -> loseRouter(figures);
      case ORIGIN_DOWN -> originDown(figures);
      case CUT_GRID -> cutGrid(figures);
      case FULL_BYPASS -> fullBypass();
    };
  }

  private static Script loseNode(Figures figures) {
    return new Script(
        "the host of the node that is to die",
        "systemctl kill --signal=KILL weir-node",
        List.of(
            moving(figures),
            "Until then connections in its buckets wait; from "
                + figures.times(30)
                + " on the routers forward them normally, whatever the nodes do.",
            "Its open connections end. Other nodes' buckets and connections are not touched.",
            "What it alone had in memory is fetched again.",
            "Where the service manager starts it again by itself, all of that is short."),
        List.of(BUCKETS, CLUSTER),
        List.of(NodeEvent.NODE_DEAD, NodeEvent.TABLE_IN_FORCE, NodeEvent.NODE_ALIVE),
        "systemctl start weir-node      # buckets come back from "
            + figures.times(15)
            + " on"
            + (figures.changes().slowStart() ? ", in four parts, T apart" : ", all at once"),
        "node-gone.md");
  }

  /// When others have a dead node's buckets.
  private static String moving(Figures figures) {
    String missed = "The routers miss it after 3 T, " + figures.times(30);
    if (figures.alone()) {
      return missed + "; there is no other node to take its buckets (cluster.members).";
    }
    return figures.changes().fastEvict()
        ? "Its address refuses and the grid has lost it: a table without it is on the wire within"
            + " 2 s (the lab's figure; cluster.fast-evict: auto)."
        : missed
            + ", and the table follows 1.5 T later: "
            + figures.times(45)
            + " (cluster.fast-evict: off).";
  }

  private static Script freezeNode(Figures figures) {
    return new Script(
        "the host of the node that is to stand still",
        "systemctl kill --signal=STOP weir-node",
        List.of(
            "Its kernel accepts connections, so that nobody takes it for dead: no fast table.",
            "The routers miss it after 3 T, "
                + figures.times(30)
                + "; until then connections in"
                + " its buckets wait, then they are forwarded normally.",
            "A table without it follows 1.5 T later: " + figures.times(45) + " in all.",
            "A watchdog of the service manager may end it meanwhile; then it is lose-node.",
            "When it wakes it says for how long it slept, and keeps nothing for some seconds."),
        List.of(CLUSTER, ROUTERS),
        List.of(NodeEvent.NODE_APART, NodeEvent.TABLE_IN_FORCE, NodeEvent.SLEPT),
        "systemctl kill --signal=CONT weir-node",
        "node-gone.md");
  }

  private static Script drainNode(Figures figures) {
    return new Script(
        "the node's own host",
        "weir drain",
        List.of(
            figures.alone()
                ? "There is no other node: it says SHUTDOWN at once, routers forward normally."
                : "Its weight is 0 within T, "
                    + figures.times(10)
                    + "; a table without it follows.",
            "Connections go on where other nodes send it their packets. They have "
                + Figures.text(figures.changes().drain())
                + " to end (cluster.drain); what is open then is cut.",
            "Then it has said SHUTDOWN to its routers. What ended in time has noticed nothing."),
        List.of("weir drain", BUCKETS),
        List.of(NodeEvent.DRAIN_BEGUN, NodeEvent.TABLE_IN_FORCE, NodeEvent.DRAINED),
        "weir drain --cancel",
        "drain.md");
  }

  private static Script loseRouter(Figures figures) {
    return new Script(
        "the router; its password goes behind the second line where it has one",
        "no ip wccp web-cache",
        List.of(
            "It forwards normally at once: new connections go to their sites.",
            "Connections that are open through a cache break: their sites do not know them.",
            "The nodes miss it after 3 T, " + figures.times(30) + ". Other routers go on.",
            "Was it the last, nodes are not ready: /readyz answers 503."),
        List.of(ROUTERS, "weir status --watch"),
        List.of(NodeEvent.ROUTER_LOST, NodeEvent.ROUTER_GAINED),
        "ip wccp web-cache",
        "no-router-answers.md");
  }

  private static Script originDown(Figures figures) {
    String spared =
        figures.learns().failing()
            ? "After three failures in a minute its connections are given back to the routers, for"
                + " a minute at first, "
                + Figures.text(figures.learns().lasts())
                + " at the most"
                + " (proxy.bypass.dynamic): clients reach it without the cache."
            : "It stays so: nothing is learnt (proxy.bypass.dynamic.failing: false).";
    return new Script(
        "a node's host; write a site's address for 203.0.113.80",
        "ip route add unreachable 203.0.113.80/32",
        List.of(
            "What is stored and fresh is served as before.",
            "All else of that site gets 502 from this node, with the reason unreachable.",
            spared),
        List.of("weir show bypass --watch", "weir log -f"),
        List.of(NodeEvent.ORIGIN_FAILED, NodeEvent.BYPASS_LEARNED, NodeEvent.BYPASS_EXPIRED),
        "ip route del unreachable 203.0.113.80/32",
        "origin-down.md");
  }

  private static Script cutGrid(Figures figures) {
    return new Script(
        "the host of one node of at least three",
        "nft add table inet weir_drill; "
            + "nft 'add chain inet weir_drill in { type filter hook input priority 0; }'; "
            + "nft 'add rule inet weir_drill in tcp dport %1$d drop'; "
                .formatted(figures.gridPort())
            + "nft 'add rule inet weir_drill in tcp sport %1$d drop'".formatted(figures.gridPort()),
        List.of(
            "Nothing moves: routers say who owns what, and they see all nodes.",
            "Bypass rules and purges given meanwhile do not reach the node behind the cut."),
        List.of(CLUSTER, BUCKETS),
        List.of(NodeEvent.MEMBER_LEFT, NodeEvent.NODE_APART, NodeEvent.MEMBER_JOINED),
        "nft delete table inet weir_drill",
        "node-gone.md");
  }

  private static Script fullBypass() {
    return new Script(
        "any node's host",
        "weir bypass add 0.0.0.0/0 to for 5m because drill",
        List.of(
            "All nodes take it up within a second; new connections go back to the routers, which"
                + " forward them normally.",
            "Connections that are open go on through the caches.",
            "Sites see the clients' own addresses, and all of their requests.",
            "It ends by itself after five minutes."),
        List.of("weir show bypass", "weir top"),
        List.of(NodeEvent.BYPASS_ADDED, NodeEvent.BYPASS_REMOVED, NodeEvent.BYPASS_EXPIRED),
        "weir bypass remove 0.0.0.0/0 to",
        "bypass-a-site.md");
  }
}
