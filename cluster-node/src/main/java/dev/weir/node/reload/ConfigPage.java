package dev.weir.node.reload;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.Answer;
import dev.weir.node.config.yaml.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The node's configuration on the admin port. Only the node's own file is read: whoever may write
/// that may say what is in it.
public final class ConfigPage {
  private final Reloader reloader;

  /// The pages of a node.
  public ConfigPage(Reloader reloader) {
    this.reloader = reloader;
  }

  /// Adds the pages.
  public void show(AdminPages pages) {
    pages
        .route("/v1/config", "The configuration in force, and whether it is on trial.", this::shown)
        .local(
            Method.POST,
            "/v1/config/reload",
            "Reads the file anew; ?confirm=60 takes it back unless it is confirmed within 60 s.",
            this::reload)
        .local(
            Method.POST,
            "/v1/config/confirm",
            "What is on trial stays.",
            _ -> onTrial(reloader.confirm(), "confirmed"))
        .local(
            Method.POST,
            "/v1/config/rollback",
            "What was before comes back.",
            _ -> later(() -> onTrial(reloader.back(), "rolled_back")));
  }

  /// What is in force.
  record Shown(String file, String text, Optional<Instant> onTrialUntil) {}

  private Shown shown() {
    return new Shown(reloader.file().toString(), reloader.text(), reloader.onTrial());
  }

  private Answer reload(Map<String, String> query) {
    String seconds = query.getOrDefault("confirm", "");
    Optional<Duration> within =
        seconds.matches("[1-9][0-9]{0,3}")
            ? Optional.of(Duration.ofSeconds(Integer.parseInt(seconds)))
            : Optional.empty();
    boolean wrong =
        within.isPresent()
            ? within.get().compareTo(Reloader.TRIAL_MAX) > 0
            : query.containsKey("confirm");
    return wrong
        ? new Answer.Json(400, Map.of("error", "confirm is in seconds, 1 to 3600"))
        : later(() -> told(reloader.reload(within)));
  }

  private static Answer told(Reloaded result) {
    return switch (result) {
      case Reloaded.Applied it -> new Answer.Json(200, it);
      case Reloaded.Refused(List<Problem> problems) ->
          new Answer.Json(
              422, Map.of("problems", problems.stream().map(Problem::toString).toList()));
      case Reloaded.NeedsRestart it -> new Answer.Json(409, it);
      case Reloaded.Failed(String why) -> new Answer.Json(503, Map.of("error", why));
      case Reloaded.OnTrial it -> new Answer.Json(423, it);
    };
  }

  private static Answer onTrial(boolean done, String what) {
    return done
        ? new Answer.Json(200, Map.of(what, true))
        : new Answer.Json(409, Map.of("error", "no configuration is on trial"));
  }

  /// Groups may have to be left, which takes its time; the admin port answers others meanwhile.
  private static Answer later(Supplier<Answer> work) {
    var answer = new CompletableFuture<Answer>();
    Thread.ofVirtual().start(() -> answer.complete(work.get()));
    return new Answer.Later(answer);
  }
}
