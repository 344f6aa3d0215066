package dev.weir.router.admin;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.Answer;
import dev.weir.node.control.Labels;
import dev.weir.router.control.FaultKind;
import dev.weir.router.control.Faults;
import dev.weir.router.control.FaultyPort;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `POST /v1/faults/KIND`: makes the router misbehave, where its configuration allows that.
public final class FaultPages {
  private static final String PATH = "/v1/faults/";
  private static final int PERCENT_MAX = 100;

  private FaultPages() {}

  /// Adds an action for each fault.
  ///
  /// @param faults empty when the configuration does not allow them
  public static void addTo(AdminPages pages, Optional<Faults> faults) {
    for (FaultKind kind : FaultKind.values()) {
      pages.action(PATH + Labels.of(kind), sentence(kind), allowed(faults, kind));
    }
    pages.action(
        PATH + "none",
        "Ends drop and delay.",
        query ->
            faults
                .map(it -> {
                  it.none();
                  return done("none");
                })
                .orElseGet(FaultPages::off));
  }

  private static String sentence(FaultKind kind) {
    return switch (kind) {
      case FLUSH -> "Flushes the table of ?service=, or of all.";
      case STALE_RECEIVE_ID -> "Repeats the last receive id to caches of ?service=, or of all.";
      case REBOOT -> "Forgets the caches of ?service=, or of all, as a restart does.";
      case DROP -> "Loses ?percent= of the WCCP messages, both ways.";
      case DELAY -> "Lets WCCP messages wait ?millis=, both ways.";
    };
  }

  private static Function<Map<String, String>, Answer> allowed(
      Optional<Faults> faults, FaultKind kind) {
    return query -> faults.map(it -> inject(it, kind, query)).orElseGet(FaultPages::off);
  }

  private static Answer inject(Faults faults, FaultKind kind, Map<String, String> query) {
    return switch (kind) {
      case FLUSH, STALE_RECEIVE_ID, REBOOT ->
          group(faults, kind, Optional.ofNullable(query.get("service")));
      case DROP -> {
        OptionalInt percent = number(query.get("percent"), PERCENT_MAX);
        percent.ifPresent(faults::drop);
        yield percent.isPresent() ? done("drop") : refused("percent is a number from 0 to 100");
      }
      case DELAY -> {
        int most = (int) FaultyPort.DELAY_MAX.toMillis();
        OptionalInt millis = number(query.get("millis"), most);
        millis.ifPresent(it -> faults.delay(Duration.ofMillis(it)));
        yield millis.isPresent() ? done("delay") : refused("millis is a number from 0 to " + most);
      }
    };
  }

  private static Answer group(Faults faults, FaultKind kind, Optional<String> service) {
    if (service.isPresent() && !faults.services().contains(service.get())) {
      return refused("service is one of " + String.join(", ", faults.services()));
    }
    return faults.inject(kind, service)
        ? done(Labels.of(kind))
        : new Answer.Json(503, Map.of("error", "the router is busy; ask again"));
  }

  private static OptionalInt number(@Nullable String text, int most) {
    if (text == null || !text.matches("[0-9]{1,6}") || Integer.parseInt(text) > most) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  private static Answer done(String kind) {
    return new Answer.Json(200, Map.of("fault", kind));
  }

  private static Answer refused(String sentence) {
    return new Answer.Json(400, Map.of("error", sentence));
  }

  private static Answer off() {
    return new Answer.Json(
        403, Map.of("error", "this router is not to misbehave; start it with --faults-on-demand"));
  }
}
