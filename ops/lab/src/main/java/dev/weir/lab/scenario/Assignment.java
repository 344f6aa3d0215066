package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Buckets;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.RouterView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Steps 1 to 3: the nodes announce themselves, the router lists them, the buckets are assigned.
final class Assignment {
  private static final Duration WIRE_LIMIT = Duration.ofSeconds(20);
  private static final Duration GRID_LIMIT = Duration.ofSeconds(20);

  private final Stage stage;
  private final Capture wire;

  Assignment(Stage stage, Capture wire) {
    this.stage = stage;
    this.wire = wire;
  }

  /// Plays the steps and gives the router's view with the table in force.
  RouterView play() throws LabFailure, InterruptedException {
    hello();
    RouterView usable =
        stage.awaitRouter("three usable caches", view -> view.usableCaches() == Plan.CACHES.size());
    usable(usable);
    RouterView view = stage.awaitAssigned();
    assigned(view);
    return view;
  }

  private void hello() throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "no I_SEE_YOU on the wire",
            Stage.START_LIMIT,
            () -> first(this::offers).isPresent());
    Seen.Wccp seeYou = required(this::offers, "I_SEE_YOU");
    Seen.Wccp hereIAm =
        required(
            message ->
                message.type().equals(Seen.Wccp.HERE_I_AM)
                    && message.source().equals(seeYou.destination()),
            "HERE_I_AM");
    String cache = Plan.cacheAt(hereIAm.source()).name();
    stage
        .screen()
        .timed(
            "[1] hello     %s > r1 HERE_I_AM        r1 > %s I_SEE_YOU, receive id %d"
                .formatted(cache, Plan.cacheAt(seeYou.destination()).name(), seeYou.receiveId()));
    stage
        .findings()
        .add(
            "HERE_I_AM comes before I_SEE_YOU",
            "in this order",
            hereIAm.atMicros() <= seeYou.atMicros() ? "in this order" : "the other way round",
            hereIAm.atMicros() <= seeYou.atMicros());
  }

  private boolean offers(Seen.Wccp message) {
    return message.type().equals(Seen.Wccp.I_SEE_YOU)
        && message.source().equals(Plan.ROUTER.address())
        && message.receiveId() != 0;
  }

  private void usable(RouterView view) {
    stage
        .screen()
        .timed(
            "[2] usable    r1 lists %d usable caches      WCCP %s, GRE, hash, %s; T = %s (Cisco: 10 s)"
                .formatted(
                    view.usableCaches(),
                    view.version(),
                    view.security().toUpperCase(java.util.Locale.ROOT),
                    interval(view.transmitMillis())));
    stage.findings().equal("caches the router may use", Plan.CACHES.size(), view.usableCaches());
    stage.findings().equal("security of the service group", "md5", view.security());
    stage.findings().equal("HERE_I_AM interval, ms", 1_000L, view.transmitMillis());
  }

  private static String interval(long millis) {
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }

  private void assigned(RouterView view) throws LabFailure, InterruptedException {
    Seen.Wccp assign = awaited(message -> isAssign(message, view.key()), "REDIRECT_ASSIGN");
    Seen.Wccp echo =
        awaited(
            message ->
                message.type().equals(Seen.Wccp.I_SEE_YOU)
                    && message.key().equals(view.key())
                    && message.atMicros() >= assign.atMicros(),
            "I_SEE_YOU with key " + view.key());
    stage
        .screen()
        .timed(
            "[3] assigned  %s > r1 REDIRECT_ASSIGN  key %s echoed (v1: ASSIGN_BUCKETS)"
                .formatted(Plan.cacheAt(assign.source()).name(), echo.key()));
    var findings = stage.findings();
    String lowest = Plan.CACHES.getFirst().address();
    findings.equal("assigned buckets", Buckets.COUNT, view.table().assigned());
    findings.equal("designated cache", lowest, view.designated());
    findings.equal("sender of the REDIRECT_ASSIGN", lowest, assign.source());
    findings.equal("key echoed by the router", assign.key(), echo.key());
    for (LabHost cache : Plan.CACHES) {
      findings.atLeast("buckets of " + cache.name(), 85, view.table().share(cache.address()), "");
      node(cache, view);
    }
  }

  /// Each node reads its ownership from the router's echo, and sees the others in the grid.
  private void node(LabHost cache, RouterView view) throws LabFailure, InterruptedException {
    NodeView node = stage.node(cache);
    List<String> everybody = Plan.CACHES.stream().map(LabHost::address).toList();
    stage
        .programs()
        .await(
            cache,
            "does not know the table " + view.key(),
            WIRE_LIMIT,
            () -> node.key().equals(view.key()));
    stage
        .programs()
        .await(
            cache, "does not see all members", GRID_LIMIT, () -> node.members().equals(everybody));
    stage
        .findings()
        .equal(cache.name() + " knows the table in force", view.table(), node.buckets());
    stage.findings().equal(cache.name() + ": members of its cluster", everybody, node.members());
  }

  private static boolean isAssign(Seen.Wccp message, String key) {
    return message.type().equals(Seen.Wccp.REDIRECT_ASSIGN) && message.key().equals(key);
  }

  private Seen.Wccp awaited(Predicate<Seen.Wccp> which, String what)
      throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            Plan.ROUTER, what + " is not on the wire", WIRE_LIMIT, () -> first(which).isPresent());
    return required(which, what);
  }

  private Seen.Wccp required(Predicate<Seen.Wccp> which, String what) throws LabFailure {
    return first(which)
        .orElseThrow(() -> new LabFailure(what + " is not in the capture of the router"));
  }

  private Optional<Seen.Wccp> first(Predicate<Seen.Wccp> which) throws LabFailure {
    return wire.seen().stream()
        .flatMap(seen -> seen instanceof Seen.Wccp message ? Stream.of(message) : Stream.empty())
        .filter(which)
        .findFirst();
  }
}
