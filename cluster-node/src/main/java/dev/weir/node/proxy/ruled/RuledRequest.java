package dev.weir.node.proxy.ruled;

import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.operator.OperatorRule;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.operator.Reload;
import dev.weir.cache.operator.Ruling;
import dev.weir.cache.operator.Subject;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Freshness;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.Storability;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.MemoryStore;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One request for a key under the operator's rules: what to do with it, and what of its response
/// is stored. Without rules all is as HTTP has it, at no cost.
///
/// It knows the name of the rule that has decided last. Confined to one thread.
public final class RuledRequest {
  private final OperatorRules rules;
  private final RequestHead request;
  private final CacheKey key;
  private final int client;
  private @Nullable String decided;

  /// A request of a client with this IPv4 address; 0: of nobody that rules could name.
  public RuledRequest(OperatorRules rules, RequestHead request, CacheKey key, int client) {
    this.rules = rules;
    this.request = request;
    this.key = key;
    this.client = client;
  }

  /// The name of the rule that has decided last, if one has.
  public Optional<String> decided() {
    return Optional.ofNullable(decided);
  }

  /// What to do, from what is stored at this moment.
  public Reuse reuse(MemoryStore store, long tenure, Instant now) {
    if (rules.isEmpty()) {
      return store.reuse(key, request, tenure, now);
    }
    Optional<StoredResponse> stored = store.find(key, request);
    stored.ifPresent(it -> it.body().release()); // its head is all that is looked at here
    Ruling ruling = ruling(stored.map(StoredResponse::head));
    if (ruling.unstored().isPresent()) {
      decide(ruling.unstored());
      boolean onlyStored = CacheControl.of(request.fields()).has("only-if-cached");
      return onlyStored ? new Reuse.Decline() : new Reuse.Fetch(Reuse.Cause.RULE);
    }
    RequestHead treated = treated(ruling.reload(), stored);
    if (!treated.equals(request)) {
      decide(ruling.asker());
    } else if (stored.filter(RuledRequest::lastsByRule).isPresent()) {
      decide(ruling.object());
    }
    return store.reuse(key, treated, tenure, now);
  }

  /// The request as it is treated where this is stored for it.
  public RequestHead treated(StoredResponse stored) {
    Optional<StoredResponse> known = Optional.of(stored);
    return rules.isEmpty() ? request : treated(ruling(Optional.of(stored.head())).reload(), known);
  }

  private RequestHead treated(Reload reload, Optional<StoredResponse> stored) {
    return reload.treated(request, stored.filter(it -> it.head().hasValidator()).isPresent());
  }

  /// How long a body may be that is kept of a response; empty: none of it is kept.
  public OptionalLong admitted(ResponseHead head, Arrival arrival, long octetsMax) {
    Ruling ruling = rules.isEmpty() ? Ruling.NOTHING : ruling(Optional.of(head));
    if (!(Storability.of(request, head, arrival, ruling.lifetime())
        instanceof Storability.Storable(Freshness freshness))) {
      return OptionalLong.empty();
    }
    if (ruling.refusing().isPresent()) {
      decide(ruling.refusing());
      return OptionalLong.empty();
    }
    Optional<String> length = head.fields().first("Content-Length");
    long known = length.filter(it -> it.length() <= 18).map(Long::parseLong).orElse(0L);
    if (ruling.refusing(known).isPresent()) {
      decide(ruling.refusing(known));
      return OptionalLong.empty();
    }
    if (freshness.source() == Freshness.Source.OPERATOR) {
      decide(ruling.object());
    }
    long most = ruling.bodyOctetsMax(octetsMax);
    return known > most || length.filter(it -> it.length() > 18).isPresent()
        ? OptionalLong.empty()
        : OptionalLong.of(most);
  }

  /// Whether another's plain GET would have had the response stored.
  public boolean admitsAnother(ResponseHead head, Arrival arrival) {
    Ruling ruling = rules.isEmpty() ? Ruling.NOTHING : ruling(Optional.of(head));
    var plain = new RequestHead("GET", request.target(), Fields.NONE);
    return ruling.unstored().isEmpty()
        && Storability.of(plain, head, arrival, ruling.lifetime()) instanceof Storability.Storable;
  }

  /// A response as it is stored.
  public StoredResponse stored(StoredResponse response) {
    if (rules.isEmpty()) {
      return response;
    }
    Ruling ruling = ruling(Optional.of(response.head()));
    Freshness own = response.freshness();
    Freshness ruled = own.under(ruling.lifetime(), request, response.head());
    return ruled.equals(own) ? response : withFreshness(response, ruled);
  }

  private static StoredResponse withFreshness(StoredResponse response, Freshness ruled) {
    return new StoredResponse(
        response.selection(),
        response.head(),
        response.body(),
        response.part(),
        response.control(),
        ruled,
        response.tenure());
  }

  /// What is ordered about this request where its response is this.
  public Ruling ruling(Optional<ResponseHead> response) {
    return rules.about(
        new Subject(
            Subject.hostOf(key.authority()),
            key.target(),
            client,
            response
                .map(ResponseHead::fields)
                .map((Fields it) -> Subject.mediaType(it.first("Content-Type").orElse("")))));
  }

  private static boolean lastsByRule(StoredResponse stored) {
    return stored.freshness().source() == Freshness.Source.OPERATOR;
  }

  private void decide(Optional<OperatorRule> rule) {
    decided = rule.map(OperatorRule::name).orElse(decided);
  }
}
