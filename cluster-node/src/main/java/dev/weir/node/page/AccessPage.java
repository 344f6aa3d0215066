package dev.weir.node.page;

import dev.weir.cache.operator.Subject;
import dev.weir.cache.rule.CacheKey;
import dev.weir.node.access.Draft;
import dev.weir.node.admin.Answer;
import dev.weir.node.proxy.access.AccessRule;
import dev.weir.node.proxy.access.AccessRules;
import dev.weir.node.proxy.access.Asked;
import dev.weir.node.proxy.access.Verdict;
import dev.weir.node.proxy.access.WayIn;
import dev.weir.node.proxy.access.list.BlockList;
import dev.weir.node.proxy.access.live.AccessControl;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The pages of who may what: `/v1/access`, the rules and lists that are in force, and
/// `/v1/access/explain`, what they say of a request. It asks nobody and changes nothing.
public final class AccessPage {
  private static final String USAGE =
      "client is an IPv4 address, url http(s)://HOST/PATH, way intercept, forward or reverse, address"
          + " the host's";

  private final AccessControl access;
  private final InetAddress self;
  private final InstantSource clock;

  /// The pages of a node at this address.
  public AccessPage(AccessControl access, InetAddress self, InstantSource clock) {
    this.access = access;
    this.self = self;
    this.clock = clock;
  }

  /// What is in force.
  public Map<String, Object> present() {
    AccessRules rules = access.get().rules();
    var page = new LinkedHashMap<String, Object>();
    page.put("rules", rules.requests().stream().map(AccessPage::rule).toList());
    page.put("responses", rules.responses().stream().map(AccessPage::rule).toList());
    page.put("login", access.get().login().isPresent());
    page.put("page", access.get().page().isPresent());
    page.put("lists", access.shown().stream().map(AccessPage::list).toList());
    return page;
  }

  private static Map<String, Object> rule(AccessRule rule) {
    return Map.of("name", rule.name(), "then", rule.allows() ? "allow" : "deny");
  }

  private static Map<String, Object> list(AccessControl.Shown shown) {
    BlockList list = shown.list();
    var page = new LinkedHashMap<String, Object>();
    page.put("name", list.name());
    page.put("domains", list.domains().count());
    page.put("prefixes", list.prefixes().count());
    page.put("expressions", list.expressions().count());
    page.put("bytes", list.bytes());
    page.put("ageSeconds", shown.ageSeconds());
    page.put("failing", shown.failing());
    page.put("badLines", list.badCount());
    page.put(
        "bad",
        list.bad().stream()
            .map(it -> it.file() + ":" + it.line() + ": \"" + it.text() + "\" " + it.reason())
            .toList());
    return page;
  }

  /// What is said of what the query describes. Status 400: it describes nothing.
  public Answer explain(Map<String, String> query) {
    Optional<Asked> asked = asked(query);
    if (asked.isEmpty()) {
      return new Answer.Json(400, Map.of("error", USAGE));
    }
    AccessRules rules = access.get().rules();
    var page = new LinkedHashMap<String, Object>();
    page.put("rules", rules.requests().size());
    page.put("request", said(rules.ofRequest(asked.get())));
    if (query.containsKey("type")) {
      String type = Subject.mediaType(query.getOrDefault("type", ""));
      page.put("response", said(rules.ofResponse(asked.get().answered(type))));
    }
    return new Answer.Json(200, page);
  }

  private static Map<String, Object> said(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allowed(Optional<String> rule) ->
          Map.of("then", "allow", "rule", rule.orElse(""));
      case Verdict.Denied(String rule) -> Map.of("then", "deny", "rule", rule);
      case Verdict.AskAddress() -> Map.of("then", "depends on the host's address", "rule", "");
    };
  }

  private Optional<Asked> asked(Map<String, String> query) {
    Optional<CacheKey> key = OwnershipPage.key(query.getOrDefault("url", ""));
    Optional<InetAddress> client = address(query.getOrDefault("client", ""));
    Optional<WayIn> way = way(query.getOrDefault("way", "forward"));
    String where = query.getOrDefault("address", "");
    if (key.isEmpty() || client.isEmpty() || way.isEmpty()) {
      return Optional.empty();
    }
    var scheme = Scheme.ofUrl(query.getOrDefault("url", "")).orElse(Scheme.HTTP);
    return Authority.parse(key.get().authority(), scheme)
        .map(host ->
            new Asked(
                way.get(),
                new InetSocketAddress(self, port(query)),
                new Subject(
                    host.host(), key.get().target(), Draft.address(client.get()), Optional.empty()),
                Optional.of(query.getOrDefault("user", "")).filter(it -> !it.isEmpty()),
                query.getOrDefault("method", "GET").toUpperCase(Locale.ROOT),
                host.scheme(),
                host.port(),
                address(where),
                LocalDateTime.ofInstant(clock.instant(), ZoneId.systemDefault())));
  }

  private static int port(Map<String, String> query) {
    String port = query.getOrDefault("port", "");
    return port.matches("[0-9]{1,5}") ? Math.min(Integer.parseInt(port), 65_535) : 0;
  }

  private static Optional<WayIn> way(String word) {
    return List.of(WayIn.values()).stream()
        .filter(it -> it.name().equalsIgnoreCase(word))
        .findFirst();
  }

  private static Optional<InetAddress> address(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
