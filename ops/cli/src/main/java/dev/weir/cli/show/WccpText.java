package dev.weir.cli.show;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `show wccp` from the cache's side, its labels in the spelling of `show ip wccp`.
public final class WccpText {
  private static final int TOP = 45;
  private static final int DETAIL = 33;

  private WccpText() {}

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
