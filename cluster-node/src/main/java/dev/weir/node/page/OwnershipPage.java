package dev.weir.node.page;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.admin.Answer;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.live.Ownership;
import dev.weir.node.ownership.live.Residence;
import dev.weir.node.proxy.request.Scheme;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v1/ownership`: the epoch, and with `?url=` whose that URL is, and why.
public final class OwnershipPage {
  private OwnershipPage() {}

  /// The page of one moment; none of ownership where each node keeps what comes to it.
  public static Answer of(Optional<Ownership> ownership, Map<String, String> query) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("kept", ownership.isPresent() ? "by-owner" : "where-it-comes");
    ownership.ifPresent(it -> {
      page.put("stores", it.stores());
      page.put("epoch", it.epoch().map(OwnershipPage::epoch).orElse(null));
      page.put("bucketsWaiting", it.bucketsWaiting());
      page.put("hostsKnown", it.hostsKnown());
      page.put("hostsSpread", it.hostsSpread());
    });
    String url = query.getOrDefault("url", "");
    if (url.isEmpty()) {
      return new Answer.Json(200, page);
    }
    Optional<CacheKey> key = key(url);
    if (key.isEmpty()) {
      return new Answer.Json(400, Map.of("error", "url is http://HOST/PATH"));
    }
    page.put("url", key.get().url());
    page.put(
        "residence",
        ownership
            .flatMap(it -> it.residence(key.get()))
            .map(OwnershipPage::residence)
            .orElse(null));
    return new Answer.Json(200, page);
  }

  private static Map<String, Object> epoch(Epoch epoch) {
    var page = new LinkedHashMap<String, Object>();
    page.put("number", epoch.number());
    page.put("designated", WccpPages.text(epoch.designated()));
    page.put("by", epoch.source().label());
    page.put("owners", epoch.owners().stream().map(WccpPages::text).sorted().toList());
    return page;
  }

  private static Map<String, @Nullable Object> residence(Residence residence) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("directory", WccpPages.text(residence.directory()));
    page.put("home", residence.home().orElse(null));
    page.put("spread", residence.spread());
    residence
        .bucket()
        .ifPresent(bucket -> {
          page.put("bucket", bucket.number());
          page.put("owner", WccpPages.text(bucket.holding().owner()));
          page.put("tenure", bucket.holding().tenure());
          page.put("before", bucket.holding().formerOwner().map(WccpPages::text).orElse(null));
        });
    return page;
  }

  /// The key of a URL as a client would ask for it.
  static Optional<CacheKey> key(String url) {
    return Scheme.key(url);
  }
}
