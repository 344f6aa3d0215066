package dev.weir.cli.show;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `show wccp`, from the router's side and from the cache's side.
///
/// Labels stand in the order and spelling of `show ip wccp web-cache` and its `detail`.
public final class WccpText {
  private static final int TOP = 45;
  private static final int DETAIL = 33;

  private WccpText() {}

  /// What a router knows.
  public static String of(Answer.RouterWccp answer) {
    var text = new Text().line("Global WCCP information:").line("    Router information:");
    Answer.RouterSelf router = answer.router();
    text.field(8, TOP, "Router Identifier", router == null ? null : router.id());
    text.field(8, TOP, "Protocol Version", router == null ? null : router.version());
    for (Answer.RouterService service : answer.services()) {
      text.line("");
      text.field(4, TOP, "Service Identifier", service.name());
      text.field(8, TOP, "Number of Service Group Clients", service.usableCaches());
      text.field(8, TOP, "Total Packets s/w Redirected", service.redirectedPackets());
      text.field(8, TOP, "Total Packets Unassigned", service.unassignedPackets());
      text.field(8, TOP, "Total Packets Excluded", service.excludedPackets());
      text.field(8, TOP, "Total Authentication failures", service.authenticationFailures());
      text.field(8, TOP, "Assigned buckets", Text.allotment(service.assignedBuckets()));
      assignment(text, service.designated(), service.key());
      text.field(8, TOP, "Member change number", service.memberChangeNumber());
      text.field(8, TOP, "HERE_I_AM interval", Text.seconds(service.transmitMillis()));
      text.field(8, TOP, "Security", service.security());
      for (Answer.CacheSeen cache : service.caches()) {
        client(text, cache, router == null ? null : router.version());
      }
    }
    return text.toString();
  }

  /// What a node knows.
  public static String of(Answer.NodeWccp answer) {
    var text = new Text().line("Global WCCP information:").line("    WCCP Client information:");
    Answer.Self self = answer.node();
    text.field(8, TOP, "WCCP Client ID", self == null ? null : self.address());
    text.field(8, TOP, "Name", self == null ? null : self.name());
    for (Answer.NodeService service : answer.services()) {
      text.line("");
      text.field(4, TOP, "Service Identifier", service.name());
      text.field(8, TOP, "Number of Service Group Clients", clients(service));
      text.field(8, TOP, "Number of Service Group Routers", service.routers().size());
      Answer.Table inForce = service.inForce();
      assignment(text, service.designated(), inForce == null ? null : inForce.key());
      for (Answer.RouterSeen router : service.routers()) {
        router(text, router);
      }
    }
    return text.toString();
  }

  private static void assignment(
      Text text, @Nullable String designated, Answer.@Nullable Key inForce) {
    text.field(8, TOP, "Designated cache", designated);
    text.field(8, TOP, "Assignment key in force", inForce);
  }

  private static void client(Text text, Answer.CacheSeen cache, @Nullable String version) {
    text.line("").line("WCCP Client information:");
    text.field(8, DETAIL, "WCCP Client ID", cache.address());
    text.field(8, DETAIL, "Protocol Version", version);
    text.field(8, DETAIL, "State", "usable".equals(cache.state()) ? "Usable" : "NOT Usable");
    String hash = cache.hash();
    if (hash != null && hash.length() == 64) {
      text.field(8, DETAIL, "Assigned Hash Info", hash.substring(0, 32));
      text.line(" ".repeat(DETAIL) + Text.value(hash.substring(32)));
    }
    text.field(8, DETAIL, "Hash Allotment", Text.allotment(cache.buckets()));
    text.field(8, DETAIL, "Receive ID", cache.receiveId());
  }

  private static void router(Text text, Answer.RouterSeen router) {
    text.line("").line("WCCP Router information:");
    text.field(8, DETAIL, "Router Identifier", router.id());
    text.field(8, DETAIL, "Address", router.address());
    text.field(8, DETAIL, "State", router.state());
    text.field(8, DETAIL, "Receive ID", router.receiveId());
    text.field(8, DETAIL, "Member change number", router.memberChangeNumber());
    text.field(8, DETAIL, "Assignment key", router.key());
    text.field(8, DETAIL, "HERE_I_AM interval", Text.seconds(router.transmitMillis()));
    text.field(8, DETAIL, "Security", router.security());
    text.line("        WCCP Clients Visible:");
    for (String cache : router.caches()) {
      text.line("            " + Text.value(cache));
    }
    if (router.caches().isEmpty()) {
      text.line("            -none-");
    }
  }

  private static int clients(Answer.NodeService service) {
    var addresses = new TreeSet<String>();
    service.routers().forEach(router -> addresses.addAll(router.caches()));
    return addresses.size();
  }
}
