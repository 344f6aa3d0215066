package dev.weir.lab.scenario.step;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Buckets;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.stage.Stage;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Steps 1 to 3: the nodes announce themselves, the router lists them, the buckets are assigned.
public final class Assignment {
  private static final Duration WIRE_LIMIT = Duration.ofSeconds(20);
  private static final long CISCO_MILLIS = 10_000;
  private static final Duration GRID_LIMIT = Duration.ofSeconds(20);

  private final Stage stage;
  private final Capture wire;

  /// On a stage, with what is seen on the caches' side.
  public Assignment(Stage stage, Capture wire) {
    this.stage = stage;
    this.wire = wire;
  }

  /// Plays the steps and gives the router's view with the table in force.
  public RouterView play() throws LabFailure, InterruptedException {
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
            message -> isHereIAm(message) && message.source().equals(seeYou.destination()),
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

  private static boolean isHereIAm(Seen.Wccp seen) {
    return seen.message() instanceof Message.HereIAm || seen.message() instanceof Version1.HereIAm;
  }

  private static boolean isISeeYou(Seen.Wccp seen) {
    return seen.message() instanceof Message.ISeeYou || seen.message() instanceof Version1.ISeeYou;
  }

  private boolean offers(Seen.Wccp message) {
    return isISeeYou(message)
        && message.source().equals(Plan.ROUTER.address())
        && message.receiveId() != 0;
  }

  private void usable(RouterView view) {
    stage
        .screen()
        .timed(
            "[2] usable    r1 lists %d usable caches      WCCP %s, %s, %s, %s; T = %s%s"
                .formatted(
                    view.usableCaches(),
                    view.version(),
                    stage.dialect().plain() ? "L2" : "GRE",
                    stage.dialect().assignment(),
                    view.security().toUpperCase(java.util.Locale.ROOT),
                    interval(view.transmitMillis()),
                    view.transmitMillis() == CISCO_MILLIS ? "" : " (Cisco: 10 s)"));
    stage.findings().equal("caches the router may use", Plan.CACHES.size(), view.usableCaches());
    stage
        .findings()
        .equal(
            "security of the service group",
            stage.dialect().signed() ? "md5" : "none",
            view.security());
    stage
        .findings()
        .equal(
            "HERE_I_AM interval, ms", stage.dialect().interval().toMillis(), view.transmitMillis());
  }

  private static String interval(long millis) {
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }

  private void assigned(RouterView view) throws LabFailure, InterruptedException {
    Seen.Wccp assign = awaited(message -> tells(message, view), "the table in force");
    awaited(
        message -> shows(message, view) && message.atMicros() >= assign.atMicros(),
        "I_SEE_YOU with the table in force");
    String key = view.key().isEmpty() ? "shown" : "key " + view.key() + " echoed";
    stage
        .screen()
        .timed(
            "[3] assigned  %s > r1 %-17s%s"
                .formatted(Plan.cacheAt(assign.source()).name(), assign.type(), key));
    var findings = stage.findings();
    String lowest = Plan.CACHES.getFirst().address();
    int slots = stage.dialect().slots();
    findings.equal("assigned slots", slots, view.table().assigned());
    findings.equal("sender of the " + assign.type(), lowest, assign.source());
    findings.equal("table that it tells", view.table(), told(assign));
    if (!view.key().isEmpty()) {
      findings.equal("designated cache", lowest, view.designated());
    }
    for (LabHost cache : Plan.CACHES) {
      findings.atLeast(
          "slots of " + cache.name(),
          slots / Plan.CACHES.size(),
          view.table().share(cache.address()),
          "");
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
            "does not know the table in force",
            WIRE_LIMIT,
            () -> node.key().equals(view.key()) && node.buckets().equals(view.table()));
    stage
        .programs()
        .await(
            cache, "does not see all members", GRID_LIMIT, () -> node.members().equals(everybody));
    stage
        .findings()
        .equal(
            cache.name() + ": forwarding, return and assignment",
            (stage.dialect().plain() ? "L2, L2, " : "GRE, GRE, ")
                + stage.dialect().assignment().toUpperCase(java.util.Locale.ROOT),
            node.agreement());
    stage
        .findings()
        .equal(cache.name() + " knows the table in force", view.table(), node.buckets());
    stage.findings().equal(cache.name() + ": members of its cluster", everybody, node.members());
  }

  /// Whether a designated cache tells the table that is in force: by WCCP1 there is no key.
  private static boolean tells(Seen.Wccp seen, RouterView view) {
    return switch (seen.message()) {
      case Message.RedirectAssign it -> it.assignment().key().toString().equals(view.key());
      case Version1.AssignBuckets _ -> told(seen).equals(view.table());
      default -> false;
    };
  }

  private static Buckets told(Seen.Wccp seen) {
    return switch (seen.message()) {
      case Message.RedirectAssign it -> Buckets.of(it.assignment().assignment());
      case Version1.AssignBuckets it -> Buckets.of(it.assignment());
      default -> Buckets.NONE;
    };
  }

  /// Whether the router shows that this table is in force, by mask with its map (§3.12).
  private boolean shows(Seen.Wccp seen, RouterView view) {
    boolean byMask = stage.dialect().byMask();
    return switch (seen.message()) {
      case Message.ISeeYou it ->
          it.view().key().map(AssignmentKey::toString).filter(view.key()::equals).isPresent()
              && it.map().isPresent() == byMask
              && it.map().stream()
                  .allMatch(map -> Buckets.of(map.assignment()).equals(view.table()));
      case Version1.ISeeYou it -> Buckets.of(table(it)).equals(view.table());
      default -> false;
    };
  }

  private static HashAssignment table(Version1.ISeeYou seen) {
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    seen.caches().forEach(entry -> shares.put(entry.cache(), entry.buckets()));
    return HashAssignment.ofShares(shares);
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
