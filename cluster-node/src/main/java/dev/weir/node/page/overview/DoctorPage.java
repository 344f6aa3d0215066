package dev.weir.node.page.overview;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.Answer;
import dev.weir.node.doctor.Check;
import dev.weir.node.doctor.Diagnosis;
import dev.weir.node.doctor.Facts;
import dev.weir.node.doctor.Finding;
import dev.weir.node.host.HostCommand;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// `/v1/doctor`: what `weir doctor` finds on this host; examined when it is asked for, one at a
/// time.
public final class DoctorPage {
  private final Examining examining;
  private final InstantSource wallClock;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile Optional<Found> last = Optional.empty();

  /// How the facts are gathered, which takes some seconds.
  public interface Examining {
    /// Gathers them.
    Facts gather() throws InterruptedException;
  }

  private record Found(Instant at, Diagnosis diagnosis) {}

  /// The page of a node on this host.
  public DoctorPage(Examining examining, InstantSource wallClock) {
    this.examining = examining;
    this.wallClock = wallClock;
  }

  /// Adds the pages.
  public void show(AdminPages pages) {
    pages
        .route("/v1/doctor", "What the doctor found last.", () -> page(last))
        .local(Method.POST, "/v1/doctor", "Has the doctor look at this host.", _ -> examine());
  }

  private Answer examine() {
    if (busy.getAndSet(true)) {
      return new Answer.Json(409, Map.of("error", "an examination is under way"));
    }
    var answer = new CompletableFuture<Answer>();
    Thread.ofVirtual().start(() -> gather(answer));
    return new Answer.Later(answer);
  }

  private void gather(CompletableFuture<Answer> answer) {
    try {
      var found = Optional.of(new Found(wallClock.instant(), Diagnosis.of(examining.gather())));
      last = found;
      answer.complete(new Answer.Json(200, page(found)));
    } catch (InterruptedException | RuntimeException e) { // the last line of this thread
      answer.completeExceptionally(e);
    } finally {
      busy.set(false);
    }
  }

  private static Map<String, @Nullable Object> page(Optional<Found> found) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("at", found.map(Found::at).orElse(null));
    page.put("checks", Check.values().length);
    page.put(
        "findings",
        found.map(it -> it.diagnosis.findings()).orElse(List.of()).stream()
            .map(DoctorPage::finding)
            .toList());
    return page;
  }

  private static Map<String, Object> finding(Finding finding) {
    var page = new LinkedHashMap<String, Object>();
    page.put("code", finding.check().code());
    page.put("why", finding.cause().why());
    page.put("commands", finding.cause().commands().stream().map(HostCommand::toString).toList());
    page.put("advice", finding.cause().advice());
    page.put("page", finding.check().page());
    return page;
  }
}
