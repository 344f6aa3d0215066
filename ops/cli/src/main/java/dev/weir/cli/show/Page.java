package dev.weir.cli.show;

import dev.weir.cli.show.proxy.AccessText;
import dev.weir.cli.show.proxy.NameText;
import dev.weir.cli.show.proxy.OriginsText;
import dev.weir.cli.show.proxy.ParentsText;
import dev.weir.cli.show.recent.ClientsText;
import dev.weir.cli.show.recent.EventsText;
import dev.weir.cli.show.recent.RoutersText;
import dev.weir.cli.show.snmp.SnmpText;
import dev.weir.router.show.IosStyle;
import dev.weir.router.show.ShowModel;
import dev.weir.router.show.ShowWccp;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The pages of the admin port that `weir show` knows.
public enum Page {
  /// The WCCP side of a node or a router.
  WCCP("Is it a Weir node or router?", "/v1/wccp"),
  /// The bucket table: a page of a node; a router has it among its services.
  BUCKETS("Is it a Weir node or router?", "/v1/buckets", "/v1/wccp"),
  /// The grid beside the routers' view.
  CLUSTER("Only a node is a member of a cluster: ask one with --admin HOST:PORT.", "/v1/cluster"),
  /// The rules by which a node gives connections back.
  BYPASS("Only a node gives packets back: ask one with --admin HOST:PORT.", "/v1/bypass"),
  /// The hosts that are not where connections went.
  HOST_CHECK("Only a node checks hosts: ask one with --admin HOST:PORT.", "/v1/host-check"),
  /// What a name means.
  DNS("Only a node looks names up: ask one with --admin HOST:PORT.", "/v1/dns"),
  /// The proxies that are asked in place of origins.
  PARENTS("Only a node asks parents: ask one with --admin HOST:PORT.", "/v1/parents"),
  /// The names of diverted TLS connections.
  TLS("Only a node sees connections: ask one with --admin HOST:PORT.", "/v1/tls"),
  /// The routers that a node speaks to.
  ROUTERS("Only a node speaks to routers: ask one with --admin HOST:PORT.", "/v1/wccp"),
  /// Who asked lately.
  CLIENTS(
      "A node tells it on its own host, and with log.access only.", "/v1/log?json=true&last=1000"),
  /// What happened lately.
  EVENTS("Is it a Weir node or router?", "/v1/events"),
  /// What is in force.
  CONFIG("Only a node tells it, and on its own host.", "/v1/config"),
  /// What memory and disks hold.
  CACHE("Only a node keeps anything: ask one with --admin HOST:PORT.", "/v1/cache"),
  /// The origins of the hosts for which a node stands.
  ORIGINS("Only a node with proxy.reverse has any: ask one with --admin HOST:PORT.", "/v1/origins"),
  /// Who may what.
  ACCESS("Only a node has rules about access: ask one with --admin HOST:PORT.", "/v1/access"),
  /// How network management asks.
  SNMP("Only a node with the section snmp has it: ask one with --admin HOST:PORT.", "/v1/snmp"),
  /// What came of a purge; it is asked for by `weir purge`.
  PURGE("Only a node keeps anything: ask one with --admin HOST:PORT.", "/v1/purge");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String whoHasIt;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of, which nobody can change
  private final List<String> paths;

  Page(String whoHasIt, String... paths) {
    this.whoHasIt = whoHasIt;
    this.paths = List.of(paths);
  }

  /// Where it is on the admin port, best place first.
  public List<String> paths() {
    return paths;
  }

  /// What to try when a program does not have this page.
  public String whoHasIt() {
    return whoHasIt;
  }

  /// The page as text for a terminal; empty when `json` is not such a page.
  public Optional<String> text(String json) {
    return text(json, Look.narrow());
  }

  /// The same, looked at in this way.
  public Optional<String> text(String json, Look look) {
    try {
      JsonNode tree = JSON.readTree(json);
      return Optional.ofNullable(
          switch (this) {
            case WCCP -> wccp(tree, look.words(), look.style());
            case BUCKETS -> buckets(tree);
            case ROUTERS ->
                page(tree, "node", Answer.NodeWccp.class, it -> RoutersText.of(it, look.wide()));
            case CLIENTS ->
                page(tree, "lines", ClientsText.Lines.class, it -> ClientsText.of(it, look.wide()));
            case EVENTS ->
                page(tree, "events", EventsText.Events.class, it -> EventsText.of(it, look.wide()));
            case CONFIG -> tree.has("text") ? tree.path("text").asString() : null;
            case CLUSTER -> page(tree, "members", Answer.Cluster.class, ClusterText::of);
            case BYPASS -> page(tree, "rules", Answer.Bypass.class, BypassText::of);
            case HOST_CHECK ->
                page(tree, "notVerified", StoreText.HostCheck.class, StoreText::hosts);
            case PARENTS -> page(tree, "parents", ParentsText.Parents.class, ParentsText::of);
            case DNS -> page(tree, "namesKept", NameText.Name.class, NameText::of);
            case TLS -> page(tree, "lookedAt", StoreText.Tls.class, StoreText::tls);
            case CACHE -> page(tree, "memory", TierText.Cache.class, TierText::of);
            case ORIGINS -> page(tree, "sites", OriginsText.Origins.class, OriginsText::of);
            case ACCESS -> tree.has("lists") ? AccessText.of(tree) : null;
            case SNMP -> tree.has("engine") ? SnmpText.of(tree) : null;
            case PURGE -> page(tree, "complete", StoreText.Purge.class, StoreText::purge);
          });
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /// The text of a page that has a member of that name.
  private static <T> @Nullable String page(
      JsonNode tree, String member, Class<T> type, Function<T, String> text) {
    return tree.has(member) ? text.apply(JSON.treeToValue(tree, type)) : null;
  }

  private static @Nullable String wccp(JsonNode tree, ShowWccp words, IosStyle style) {
    if (tree.has("router")) {
      return words
          .of(JSON.treeToValue(tree, ShowModel.class), style)
          .orElse("The router does not serve it. 'weir show wccp summary' lists what it serves.");
    }
    return tree.has("node")
        ? WccpText.of(JSON.treeToValue(tree, Answer.NodeWccp.class), words, style)
        : null;
  }

  private static @Nullable String buckets(JsonNode tree) {
    if (tree.path("router").isObject()) {
      var text = new StringBuilder();
      for (var service : JSON.treeToValue(tree, Answer.RouterTables.class).services()) {
        text.append(BucketMap.of(service.key(), service.table()));
      }
      return text.isEmpty() ? "No service group is configured." : text.toString();
    }
    if (!tree.has("table")) {
      return null;
    }
    return BucketMap.of(JSON.treeToValue(tree, Answer.Buckets.class));
  }
}
