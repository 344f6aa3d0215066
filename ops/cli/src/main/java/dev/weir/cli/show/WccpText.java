package dev.weir.cli.show;

import dev.weir.router.show.IosStyle;
import dev.weir.router.show.ShowModel;
import dev.weir.router.show.ShowWccp;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `show wccp` from the cache's side, in the words of `show ip wccp`.
public final class WccpText {
  private static final int TOP = 45;
  private static final int DETAIL = 33;

  private WccpText() {}

  /// What a node knows, in the words of IOS, and below each group what only a cache knows.
  public static String of(Answer.NodeWccp answer, ShowWccp words, IosStyle style) {
    List<Answer.NodeService> asked =
        answer.services().stream()
            .filter(it -> words.service().isEmpty() || words.service().get().equals(it.name()))
            .toList();
    if (asked.isEmpty() && words.service().isPresent()) {
      return "The node does not serve it. 'weir show wccp summary' lists what it serves.";
    }
    return switch (words.topic()) {
      case COUNTERS -> global(answer, asked);
      case INTERFACES -> "A node redirects nothing: ask a router.";
      case SUMMARY, VIEW, SERVICE -> model(answer, words, style);
      case DETAIL, CLIENTS -> {
        var text = new Text();
        asked.forEach(service -> service.routers().forEach(router -> router(text, router)));
        yield model(answer, words, style) + text;
      }
    };
  }

  /// The group as a router would show it; of packets a node knows nothing.
  private static String model(Answer.NodeWccp answer, ShowWccp words, IosStyle style) {
    Answer.Self self = answer.node();
    List<ShowModel.Service> services = answer.services().stream().map(WccpText::service).toList();
    var model =
        new ShowModel(
            new ShowModel.Router(self == null ? null : self.address(), version(answer), null),
            services,
            List.of());
    return words.of(model, style).orElse("");
  }

  private static ShowModel.Service service(Answer.NodeService it) {
    int usable = (int) it.clients().stream().filter(WccpText::isUsable).count();
    return new ShowModel.Service(
        it.name(),
        it.type(),
        it.id(),
        it.priority(),
        it.protocol(),
        it.flags(),
        it.ports(),
        usable,
        it.informed(),
        it.clients(),
        null,
        null,
        null,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  private static boolean isUsable(ShowModel.Client client) {
    return "usable".equals(client.state());
  }

  private static @Nullable String version(Answer.NodeWccp answer) {
    return answer.services().stream()
        .map(Answer.NodeService::version)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String global(Answer.NodeWccp answer, List<Answer.NodeService> asked) {
    var text = new Text().line("Global WCCP information:").line("    WCCP Client information:");
    Answer.Self self = answer.node();
    text.field(8, TOP, "WCCP Client ID", self == null ? null : self.address());
    text.field(8, TOP, "Protocol Version", version(answer));
    text.field(8, TOP, "Name", self == null ? null : self.name());
    for (Answer.NodeService service : asked) {
      text.line("");
      text.line("    Service Identifier: " + Text.value(service.name()));
      text.field(8, TOP, "Number of Service Group Clients", service.clients().size());
      text.field(8, TOP, "Number of Service Group Routers", service.informed().size());
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
    text.field(8, DETAIL, "Redirection", router.redirection());
    text.field(8, DETAIL, "Packet Return", router.packetReturn());
    text.field(8, DETAIL, "Assignment", router.assignment());
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
}
