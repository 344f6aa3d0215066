package dev.weir.node.page;

import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.negotiation.Agreement;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `show ip wccp` of a router would tell of a group, from the side of a cache (§7.3).
final class ClientPage {
  private ClientPage() {}

  /// The description of the group, the routers that answer, and the caches that they list.
  ///
  /// A cache that one router lists and another does not is `seen`, for the others `usable`.
  static Map<String, @Nullable Object> of(CacheSnapshot group) {
    Component.Service service = group.service();
    List<CacheSnapshot.Router> answering =
        group.routers().stream().filter(router -> router.id().isPresent()).toList();
    Agreement agreement =
        answering.stream()
            .findFirst()
            .map(CacheSnapshot.Router::agreement)
            .orElse(Agreement.DEFAULT);
    @Nullable String version = answering.stream().findFirst().map(ClientPage::version).orElse(null);
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("version", version);
    page.put("priority", service.priority());
    page.put("protocol", service.protocol());
    page.put("flags", service.flags());
    page.put("ports", service.ports());
    page.put(
        "informed",
        answering.stream().flatMap(it -> it.id().stream()).map(WccpPages::text).toList());
    Set<InetAddress> caches = new LinkedHashSet<>();
    answering.forEach(router -> caches.addAll(router.caches()));
    page.put(
        "clients",
        caches.stream()
            .map(cache -> {
              var client = new LinkedHashMap<String, @Nullable Object>();
              boolean everywhere = answering.stream().allMatch(it -> it.caches().contains(cache));
              client.put("address", WccpPages.text(cache));
              client.put("state", everywhere ? "usable" : "seen");
              client.put("version", version);
              client.put("redirection", agreement.forwarding().name());
              client.put("packetReturn", agreement.packetReturn().name());
              client.put("assignment", agreement.distribution().name());
              client.put("initialHash", PartPage.hex(identity(cache, answering).buckets()));
              client.putAll(PartPage.of(group.assignment(), cache));
              return client;
            })
            .toList());
    return page;
  }

  private static String version(CacheSnapshot.Router router) {
    return router.version().equals("1") ? "1.0" : router.version();
  }

  private static CacheIdentity identity(InetAddress cache, List<CacheSnapshot.Router> answering) {
    return answering.stream()
        .flatMap(router -> router.identities().stream())
        .filter(identity -> identity.address().equals(cache))
        .findFirst()
        .orElseThrow();
  }
}
