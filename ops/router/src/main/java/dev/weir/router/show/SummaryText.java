package dev.weir.router.show;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `show ip wccp summary` and `show ip wccp interfaces`.
final class SummaryText {
  private static final int COLUMN = 25;

  private SummaryText() {}

  static void summary(IosText text, ShowModel model) {
    ShowModel.Router router = model.router();
    text.line(
        "WCCP version "
            + (router != null && "1.0".equals(router.version()) ? "1" : "2")
            + " enabled, "
            + model.services().size()
            + " services");
    text.line("");
    text.line("Service     Clients   Routers   Assign      Redirect   Bypass");
    text.line("-------     -------   -------   ------      --------   ------");
    text.line(
        "Default routing table (Router Id: "
            + IosText.value(router == null ? null : router.id())
            + "):");
    for (ShowModel.Service service : model.services()) {
      text.line(
          String.format(
                  Locale.ROOT,
                  "%-11s %-9d %-9d %-11s %-10s %s",
                  IosText.value(service.name()),
                  service.usableCaches(),
                  service.routers().size(),
                  method(service, ShowModel.Client::assignment),
                  method(service, ShowModel.Client::redirection),
                  method(service, ShowModel.Client::packetReturn))
              .stripTrailing());
    }
  }

  static void interfaces(IosText text, ShowModel model) {
    text.line("IPv4 WCCP interface configuration:");
    for (ShowModel.Interface it : model.interfaces()) {
      text.line("    " + IosText.value(it.name()));
      text.field(8, COLUMN, "Output services", it.output());
      text.field(8, COLUMN, "Input services", it.input());
      text.field(8, COLUMN, "Mcast services", it.multicast());
      text.field(8, COLUMN, "Exclude In", it.excludeIn() ? "TRUE" : "FALSE");
      rules(text, "Access list in", it.accessIn(), "denied");
      rules(text, "Access list out", it.accessOut(), "denied");
      rules(text, "Route-map", it.policy(), "policy routed");
    }
  }

  /// What no other router's command tells, and only where there is such a list.
  private static void rules(
      IosText text, String label, ShowModel.@Nullable Rules rules, String fate) {
    if (rules != null) {
      String packets = ", " + rules.packets() + " packets " + fate;
      text.field(8, COLUMN, label, IosText.value(rules.name()) + packets);
    }
  }

  /// The method of the group: that of its usable caches, who all have the same (§4.4).
  private static String method(
      ShowModel.Service service, Function<ShowModel.Client, @Nullable String> method) {
    return service.caches().stream()
        .filter(ShowModel.Client::isUsable)
        .findFirst()
        .map(client -> IosText.value(method.apply(client)))
        .orElse("-");
  }
}
