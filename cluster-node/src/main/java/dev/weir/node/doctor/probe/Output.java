package dev.weir.node.doctor.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What commands of the system print.
final class Output {
  private static final int SECONDS_MAX = 10;
  private static final JsonNode NOTHING = JsonMapper.shared().createObjectNode();

  private Output() {}

  /// What a command prints; empty when it is not there or says that it failed.
  static Optional<String> of(String line) throws InterruptedException {
    var builder = new ProcessBuilder(List.of(line.split(" ", -1)));
    builder.environment().put("LC_ALL", "C");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
    } catch (IOException _) {
      return Optional.empty();
    }
    try {
      var text = CompletableFuture.supplyAsync(() -> read(process));
      boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? text.join() : Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }

  /// The same as JSON; an empty object when there is none.
  static JsonNode json(String line) throws InterruptedException {
    return of(line).map(Output::parsed).orElse(NOTHING);
  }

  static JsonNode parsed(String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException _) {
      return NOTHING;
    }
  }

  private static Optional<String> read(Process process) {
    try (var out = process.getInputStream()) {
      return Optional.of(new String(out.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
