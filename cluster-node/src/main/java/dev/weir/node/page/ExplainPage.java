package dev.weir.node.page;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.operator.OperatorRule;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.access.Draft;
import dev.weir.node.admin.Answer;
import dev.weir.node.config.value.Ipv4;
import dev.weir.node.ownership.live.Residence;
import dev.weir.node.proxy.ruled.RuledRequest;
import java.net.Inet4Address;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// `/v1/explain?url=`: what a request would get now, and why. It asks nobody and changes nothing.
///
/// `header` has field lines with line ends between them, `client` the client's address.
public final class ExplainPage {
  private static final int HEADER_CHARS_MAX = 8192;
  private static final String USAGE =
      "url is http://HOST/PATH, header lines such as Accept-Encoding: gzip, client an IPv4 address";

  private final Inet4Address self;
  private final MemoryStore store;
  private final Supplier<OperatorRules> rules;
  private final Function<CacheKey, Optional<Residence>> residence;
  private final InstantSource wallClock;

  /// The page of a node at this address, for what it stores and by what it goes.
  ///
  /// @param residence where a URL lives; empty where each node keeps what comes to it
  public ExplainPage(
      Inet4Address self,
      MemoryStore store,
      Supplier<OperatorRules> rules,
      Function<CacheKey, Optional<Residence>> residence,
      InstantSource wallClock) {
    this.self = self;
    this.store = store;
    this.rules = rules;
    this.residence = residence;
    this.wallClock = wallClock;
  }

  /// What the query asks about. Status 400: it asks about nothing.
  public Answer explain(Map<String, String> query) {
    Optional<CacheKey> key = OwnershipPage.key(query.getOrDefault("url", ""));
    Optional<Fields> fields = fields(query.getOrDefault("header", ""));
    Optional<Integer> client = client(query.getOrDefault("client", ""));
    if (key.isEmpty() || fields.isEmpty() || client.isEmpty()) {
      return new Answer.Json(400, Map.of("error", USAGE));
    }
    var request = new RequestHead("GET", key.get().target(), fields.get());
    var ruled = new RuledRequest(rules.get(), request, key.get(), client.get());
    return new Answer.Json(200, page(key.get(), request, ruled));
  }

  private Map<String, Object> page(CacheKey key, RequestHead request, RuledRequest ruled) {
    Instant now = wallClock.instant();
    Optional<Residence> home = residence.apply(key);
    List<StoredResponse> stored = store.all(key);
    Optional<StoredResponse> selected =
        stored.stream().filter(it -> it.selection().matches(request.fields())).findFirst();
    var page = new LinkedHashMap<String, Object>();
    page.put("key", key.url());
    page.put("owner", home.map(this::owner).orElse("this node: it keeps whatever comes to it"));
    page.put(
        "stored",
        stored.stream()
            .map(it -> stored(it, selected.filter(it::equals).isPresent(), now))
            .toList());
    var ruling = ruled.ruling(selected.map(StoredResponse::head));
    page.put("rules", rules.get().rules().size());
    ruling.asker().ifPresent(it -> page.put("rule", orders(it)));
    ruling
        .object()
        .filter(it -> ruling.asker().filter(it::equals).isEmpty())
        .ifPresent(it -> page.put("ruleForAll", orders(it)));
    Reuse reuse = ruled.reuse(store, tenure(home), now);
    page.put("now", word(reuse));
    page.put("why", why(reuse, now));
    ruled.decided().ifPresent(it -> page.put("decidedBy", it));
    release(reuse);
    stored.forEach(it -> it.body().release());
    return page;
  }

  private String owner(Residence home) {
    return home.bucket()
        .map(bucket -> {
          Inet4Address owner = bucket.holding().owner();
          String where = owner.equals(self) ? "this node" : "the node " + owner.getHostAddress();
          return where
              + ", by bucket "
              + bucket.number()
              + (home.spread() ? " of the URL" : ", the home of the host");
        })
        .orElseGet(
            () -> "not known here; the node " + home.directory().getHostAddress() + " knows it");
  }

  private long tenure(Optional<Residence> home) {
    return home.flatMap(Residence::bucket)
        .filter(bucket -> bucket.holding().owner().equals(self))
        .map(bucket -> bucket.holding().tenure())
        .orElse(0L);
  }

  private static Map<String, Object> stored(StoredResponse it, boolean selected, Instant now) {
    var page = new LinkedHashMap<String, Object>();
    page.put("selected", selected);
    page.put("status", it.head().status());
    page.put("type", it.head().fields().first("Content-Type").orElse("-"));
    page.put("bytes", it.body().length());
    page.put("chosenBy", new ArrayList<>(it.selection().values().keySet()));
    page.put("ageSeconds", it.freshness().age(now).toSeconds());
    page.put("lifetimeSeconds", it.freshness().lifetime().toSeconds());
    page.put("lifetimeBy", lifetimeBy(it));
    page.put("freshSeconds", it.freshness().remaining(now).toSeconds());
    page.put("validator", it.head().hasValidator());
    page.put("part", it.part().isPresent());
    page.put("tenure", it.tenure());
    page.put(
        "control",
        String.join(", ", it.control().directives().keySet().stream().sorted().toList()));
    return page;
  }

  private static String lifetimeBy(StoredResponse stored) {
    return switch (stored.freshness().source()) {
      case S_MAXAGE -> "s-maxage";
      case MAX_AGE -> "max-age";
      case EXPIRES -> "Expires";
      case HEURISTIC -> "a guess from Last-Modified";
      case NONE -> "nothing: it is validated each time";
      case OPERATOR -> "a rule of the operator's";
    };
  }

  private static Map<String, Object> orders(OperatorRule rule) {
    var page = new LinkedHashMap<String, Object>();
    page.put("name", rule.name());
    if (!rule.stores()) {
      page.put("store", "no");
    }
    rule.lifetime().least().ifPresent(it -> page.put("ttlMinSeconds", it.toSeconds()));
    rule.lifetime().most().ifPresent(it -> page.put("ttlMaxSeconds", it.toSeconds()));
    rule.lifetime().initial().ifPresent(it -> page.put("ttlDefaultSeconds", it.toSeconds()));
    rule.bodyOctetsMax().ifPresent(it -> page.put("sizeMax", it));
    page.put("reload", rule.reload().name().toLowerCase(java.util.Locale.ROOT));
    return page;
  }

  private static String word(Reuse reuse) {
    return switch (reuse) {
      case Reuse.Serve _ -> "hit";
      case Reuse.ServeStale _ -> "stale";
      case Reuse.Validate _ -> "validate";
      case Reuse.Fetch _ -> "fetch";
      case Reuse.Decline _ -> "decline";
    };
  }

  private static String why(Reuse reuse, Instant now) {
    return switch (reuse) {
      case Reuse.Serve(StoredResponse stored, var age) ->
          stored.freshness().freshAt(now)
              ? "it is stored and fresh, " + age.toSeconds() + " s old"
              : "it is stored, and the request takes it stale";
      case Reuse.ServeStale(_, var age) ->
          "it is " + age.toSeconds() + " s old; the origin is asked meanwhile";
      case Reuse.Validate(_, Reuse.Cause cause) ->
          "the origin is asked whether the stored one still holds: " + because(cause);
      case Reuse.Fetch(Reuse.Cause cause) -> "the origin is asked: " + because(cause);
      case Reuse.Decline _ -> "504: the request wants nothing but what is stored and may be served";
    };
  }

  private static String because(Reuse.Cause cause) {
    return switch (cause) {
      case URI_MISS -> "nothing is stored for it";
      case VARY_MISS -> "what is stored was chosen by other request fields";
      case METHOD -> "only GET and HEAD are answered from the store";
      case REQUEST_BODY -> "the request has a body";
      case REQUEST -> "the request wants it fresh";
      case NO_CACHE -> "the response says no-cache";
      case PARTIAL -> "only another part is stored";
      case STALE -> "what is stored is no longer fresh";
      case OTHER_TENURE -> "it was stored before this node owned it the last time";
      case RULE -> "a rule keeps it out of the store";
    };
  }

  private static void release(Reuse reuse) {
    switch (reuse) {
      case Reuse.Serve(StoredResponse stored, _) -> stored.body().release();
      case Reuse.ServeStale(StoredResponse stored, _) -> stored.body().release();
      case Reuse.Validate(StoredResponse stored, _) -> stored.body().release();
      case Reuse.Fetch _, Reuse.Decline _ -> {}
    }
  }

  private static Optional<Fields> fields(String lines) {
    if (lines.length() > HEADER_CHARS_MAX) {
      return Optional.empty();
    }
    Fields fields = Fields.NONE;
    for (String line : lines.lines().filter(it -> !it.isBlank()).toList()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        return Optional.empty();
      }
      fields = fields.plus(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    return Optional.of(fields);
  }

  private static Optional<Integer> client(String address) {
    try {
      return Optional.of(address.isEmpty() ? 0 : Draft.address(Ipv4.parse(address)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
