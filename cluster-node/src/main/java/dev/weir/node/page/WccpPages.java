package dev.weir.node.page;

import dev.weir.node.config.IdentityConfig;
import dev.weir.node.relief.Relief;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a node knows by WCCP: `/v1/wccp` and `/v1/buckets`.
public final class WccpPages {
  private WccpPages() {}

  /// `/v1/wccp`: each group, its routers as this node sees them, and the table in force.
  public static Map<String, @Nullable Object> wccp(
      IdentityConfig node, List<CacheSnapshot> groups, Map<ServiceGroup, Security> security) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("node", identity(node));
    page.put(
        "services",
        groups.stream()
            .map(group ->
                service(group, security.getOrDefault(group.service().group(), Security.NONE)))
            .toList());
    return page;
  }

  /// `/v1/buckets`: who owns what by the table in force, and which of its own buckets the node
  /// gives back because it has too much to do.
  public static Map<String, @Nullable Object> buckets(
      IdentityConfig node, CacheSnapshot group, Relief relief) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("key", group.key().map(WccpPages::key).orElse(null));
    page.put("owners", owners(group.assignment()));
    page.put("table", table(group.assignment()));
    page.put("node", identity(node));
    page.put("givenBack", relief.given(group.assignment(), node.address()));
    page.put("overload", relief.cause().orElse(null));
    return page;
  }

  static Map<String, Object> identity(IdentityConfig node) {
    var self = new LinkedHashMap<String, Object>();
    self.put("name", node.name());
    self.put("address", text(node.address()));
    return self;
  }

  static Map<String, Object> key(AssignmentKey key) {
    var page = new LinkedHashMap<String, Object>();
    page.put("address", text(key.designated()));
    page.put("number", Integer.toUnsignedLong(key.number()));
    return page;
  }

  /// The 256 owners by bucket; null where nobody owns it.
  static List<@Nullable String> table(Assignment assignment) {
    return assignment.owners().stream()
        .<@Nullable String>map(owner -> owner.map(WccpPages::text).orElse(null))
        .toList();
  }

  static String text(InetAddress address) {
    return address.getHostAddress();
  }

  private static Map<String, Integer> owners(Assignment assignment) {
    var owners = new LinkedHashMap<String, Integer>();
    assignment.shares().forEach((cache, share) -> owners.put(text(cache), share.size()));
    return owners;
  }

  private static Map<String, @Nullable Object> service(CacheSnapshot group, Security security) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    var service = group.service().group();
    page.put("name", service.displayName());
    page.put("type", service.type().name().toLowerCase(Locale.ROOT));
    page.put("id", service.id());
    page.putAll(ClientPage.of(group));
    page.put("designated", group.designated().map(WccpPages::text).orElse(null));
    page.put("routers", group.routers().stream().map(router -> router(router, security)).toList());
    page.put("inForce", inForce(group));
    return page;
  }

  /// By WCCP1 a table has no key.
  private static @Nullable Object inForce(CacheSnapshot group) {
    if (!group.tableInForce()) {
      return null;
    }
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("key", group.key().map(WccpPages::key).orElse(null));
    page.put("table", table(group.assignment()));
    return page;
  }

  private static Map<String, @Nullable Object> router(
      CacheSnapshot.Router router, Security security) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("address", text(router.address()));
    page.put("id", router.id().map(WccpPages::text).orElse(null));
    page.put("state", router.state());
    page.put("receiveId", Integer.toUnsignedLong(router.receiveId().value()));
    page.put("memberChangeNumber", Integer.toUnsignedLong(router.memberChange()));
    page.put("key", router.key().map(WccpPages::key).orElse(null));
    boolean heard = router.id().isPresent() || !router.caches().isEmpty(); // WCCP1 tells no id
    var agreed = Optional.of(router.agreement()).filter(_ -> heard);
    page.put("redirection", agreed.map(it -> it.forwarding().name()).orElse(null));
    page.put("packetReturn", agreed.map(it -> it.packetReturn().name()).orElse(null));
    page.put("assignment", agreed.map(it -> it.distribution().name()).orElse(null));
    page.put("transmitMillis", router.transmit().toMillis());
    page.put("caches", router.caches().stream().map(WccpPages::text).toList());
    page.put("security", security.toString());
    return page;
  }
}
