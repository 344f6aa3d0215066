package dev.weir.lab.host;

import dev.weir.lab.LabFailure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs commands of the system to their end, each within a time limit.
///
/// Safe for use by any thread.
public final class Shell {
  /// What a command may take when nothing else is said.
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /// How a command ended, and what it wrote. Exit 127 also means that it was not found.
  public record Outcome(int exit, String out, String err) {
    /// Whether the command says that it worked.
    public boolean worked() {
      return exit == 0;
    }

    /// The last line it wrote to standard error, or to standard output when there is none.
    public String lastWord() {
      String text = (err.isBlank() ? out : err).strip();
      return text.substring(text.lastIndexOf('\n') + 1);
    }
  }

  private Shell() {}

  /// Runs a command within [#PATIENCE] and gives its outcome, whatever it is.
  public static Outcome run(String... command) throws InterruptedException {
    return run(PATIENCE, List.of(command));
  }

  /// Runs a command and gives its outcome; one that takes longer is killed and has exit 124.
  public static Outcome run(Duration limit, List<String> command) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
    } catch (IOException e) {
      return new Outcome(127, "", String.valueOf(e.getMessage()));
    }
    var out = drained(process.getInputStream());
    var err = drained(process.getErrorStream());
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Outcome(124, "", "took longer than " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
    return new Outcome(process.exitValue(), out.join(), err.join());
  }

  /// Runs a command that has to work, and gives what it wrote.
  public static String must(String... command) throws LabFailure, InterruptedException {
    return must(PATIENCE, List.of(command));
  }

  /// Runs a command that has to work within the limit, and gives what it wrote.
  public static String must(Duration limit, List<String> command)
      throws LabFailure, InterruptedException {
    Outcome outcome = run(limit, command);
    if (!outcome.worked()) {
      throw new LabFailure("`" + String.join(" ", command) + "` failed: " + outcome.lastWord());
    }
    return outcome.out();
  }

  private static CompletableFuture<String> drained(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.completeExceptionally(new UncheckedIOException(e));
          }
        });
    return text;
  }
}
