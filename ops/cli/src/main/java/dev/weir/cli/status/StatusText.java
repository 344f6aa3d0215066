package dev.weir.cli.status;

import dev.weir.cli.show.Answer;
import dev.weir.cli.show.Text;
import dev.weir.cli.show.recent.ClientsText;
import dev.weir.cli.show.recent.EventsText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `weir status`: a dozen lines that say whether it is well, and what to do if not. Pure.
final class StatusText {
  private static final int COLUMN = 10;
  private static final int EVENTS_SHOWN = 5;
  private static final Set<String> USABLE = Set.of("usable", "assigned");
  private static final int BUCKETS = 256;

  private StatusText() {}

  static String of(Glance seen, boolean wide) {
    var text = new Text();
    boolean well = seen.ready().map(Glance.Ready::ready).orElse(true);
    text.field(0, COLUMN, "State", name(seen) + (well ? "  ready" : "  NOT READY"));
    seen.ready().stream()
        .flatMap(it -> it.reasons().stream())
        .forEach(reason -> text.line(" ".repeat(COLUMN) + Text.value(reason)));
    if (seen.isRouter()) {
      services(text, seen.wccp().orElseThrow());
    }
    seen.node().ifPresent(node -> routers(text, node));
    seen.numbers()
        .filter(it -> it.has("weir_http_requests_total"))
        .ifPresent(it -> traffic(text, it));
    List<EventsText.Event> told = seen.events().stream().filter(it -> !it.isRoutine()).toList();
    List<EventsText.Event> last =
        told.subList(Math.max(0, told.size() - EVENTS_SHOWN), told.size());
    if (!last.isEmpty()) {
      text.line("Lately:");
      last.forEach(
          event -> text.line(wide ? "  " + event.line() : EventsText.cut("  " + event.line())));
    }
    return text.line(next(seen, well)).toString();
  }

  private static String name(Glance seen) {
    Optional<String> name =
        seen.node()
            .map(Answer.NodeWccp::node)
            .filter(Objects::nonNull)
            .map(self -> self.name() + " " + self.address());
    return Text.value(
        name.orElseGet(() ->
            (seen.isRouter()
                        ? "router "
                            + seen.wccp().orElseThrow().path("router").path("id").asString("")
                        : "")
                    .strip()
                + " at "
                + seen.from()));
  }

  private static void services(Text text, JsonNode page) {
    for (JsonNode service : page.path("services")) {
      text.field(
          0,
          COLUMN,
          "Service",
          service.path("name").asString("?")
              + "  usable caches "
              + service.path("usableCaches").asInt()
              + "  redirected packets "
              + service.path("redirectedPackets").asLong());
    }
  }

  private static void routers(Text text, Answer.NodeWccp node) {
    for (Answer.NodeService service : node.services()) {
      long usable =
          service.routers().stream()
              .filter(it -> USABLE.contains(String.valueOf(it.state())))
              .count();
      Answer.Self self = node.node();
      Answer.Table inForce = service.inForce();
      String own = self == null ? null : self.address();
      text.field(
          0,
          COLUMN,
          "Service",
          "%s  routers usable %d of %d  buckets %d of %d%s"
              .formatted(
                  service.name(),
                  usable,
                  service.routers().size(),
                  inForce == null ? 0 : owned(inForce.table(), own),
                  BUCKETS,
                  Objects.equals(own, service.designated()) ? "  designated" : ""));
    }
  }

  private static long owned(List<@Nullable String> table, @Nullable String own) {
    return table.stream().filter(it -> own != null && own.equals(it)).count();
  }

  private static void traffic(Text text, Samples numbers) {
    double requests = numbers.sum("weir_http_requests_total");
    text.field(
        0,
        COLUMN,
        "Requests",
        String.format(
            Locale.ROOT,
            "%.0f since the start, %s from the store; %.0f connections open",
            requests,
            share(numbers.hits(), requests),
            numbers.sum("weir_http_connections")));
    text.field(
        0,
        COLUMN,
        "Stored",
        String.format(
            Locale.ROOT,
            "%.0f objects, %s in memory, %s on disks",
            numbers.sum("weir_cache_objects") + numbers.sum("weir_disk_objects"),
            ClientsText.octets(numbers.sum("weir_cache_bytes")),
            ClientsText.octets(numbers.sum("weir_disk_bytes"))));
  }

  /// A part of a whole, such as `50.0 %`; `-` of nothing.
  static String share(double part, double whole) {
    return whole <= 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", part * 100 / whole);
  }

  private static String next(Glance seen, boolean well) {
    boolean alone =
        seen.node().stream()
            .flatMap(it -> it.services().stream())
            .anyMatch(it -> !it.routers().isEmpty() && it.informed().isEmpty());
    if (!well || alone) {
      return "Next: weir doctor";
    }
    return seen.isRouter() ? "Next: weir show wccp summary" : "Next: weir top";
  }

  /// The reasons on one line, for a script.
  static String brief(Glance seen) {
    return seen.ready()
        .filter(it -> !it.ready())
        .map(it -> it.reasons().stream().map(Text::value).collect(Collectors.joining("; ")))
        .orElse("ready");
  }
}
