package dev.weir.node.page.overview;

import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.AdminServer;
import dev.weir.node.admin.Answer;
import dev.weir.node.admin.ListenFailed;
import dev.weir.node.admin.Readiness;
import dev.weir.node.bypass.BypassBoard;
import dev.weir.node.config.IdentityConfig;
import dev.weir.node.config.bypass.BypassConfig;
import dev.weir.node.config.value.Secret;
import dev.weir.node.doctor.Facts;
import dev.weir.node.doctor.Patient;
import dev.weir.node.ownership.Holding;
import dev.weir.node.ownership.live.Residence;
import dev.weir.node.page.BypassPage;
import dev.weir.node.page.DrainPage;
import dev.weir.node.page.ExplainPage;
import dev.weir.node.page.WccpPages;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// The admin port of one of [ThreeNodes], with the pages of a node that diverts.
final class NodePort implements AutoCloseable {
  static final String TOKEN = "0123456789abcdef".repeat(2);

  final EventLog events = new EventLog("test.page", Instant::now);
  final List<String> purges = new CopyOnWriteArrayList<>();
  final AtomicBoolean drained = new AtomicBoolean();
  final AdminPages pages;
  private final BypassBoard board =
      new BypassBoard(
          BypassConfig.NONE, (_, told) -> told.accept(found()), _ -> {}, events, Instant::now);
  private final AdminServer server;

  NodePort(ThreeNodes cluster, Inet4Address self, InetAddress listen) throws ListenFailed {
    var readiness = new Readiness();
    var telemetry = new Telemetry();
    var identity = new IdentityConfig(ThreeNodes.name(self), self, Path.of("/var/lib/weir"));
    pages = AdminPages.standard(readiness, telemetry, events);
    overview(cluster, identity, readiness);
    pages.answer(
        "/v1/follow",
        "Where a router sends a connection.",
        new FollowPage(cluster::group, (_, told) -> told.accept(found()))::follow);
    pages.route(
        "/v1/wccp",
        "What the routers say.",
        () -> WccpPages.wccp(identity, List.of(cluster.group()), Map.of()));
    acting(self);
    var drain =
        new DrainPage.Drained(drained::set, drained::get, () -> drained.get() ? 0 : 86, () -> 17);
    new DrainPage(drain, events, readiness).show(pages);
    new DoctorPage(NodePort::ill, Instant::now).show(pages);
    SitePages.show(pages);
    server =
        AdminServer.open(
            new InetSocketAddress(listen, 0),
            Optional.of(Secret.of(TOKEN)),
            pages,
            telemetry,
            events);
  }

  private void overview(ThreeNodes cluster, IdentityConfig identity, Readiness readiness) {
    pages.route(
        "/v1/overview",
        "The cluster at a look.",
        () ->
            OverviewPage.of(
                new OverviewPage.Known(
                    Instant.now(),
                    identity,
                    readiness.view(),
                    cluster.grid(identity.address()),
                    List.of(cluster.group()),
                    cluster.owners(),
                    cluster.dead(),
                    cluster.numbers(Instant.now()))));
  }

  private void acting(Inet4Address self) {
    var bypass = new BypassPage(board, board, Instant::now);
    pages
        .route("/v1/bypass", "The rules.", bypass::all)
        .local(Method.POST, "/v1/bypass", "Adds a rule.", bypass::add)
        .local(Method.DELETE, "/v1/bypass", "Removes a rule.", bypass::remove)
        .local(Method.POST, "/v1/purge", "Forgets.", this::purge);
    pages.answer(
        "/v1/explain",
        "What a request would get.",
        new ExplainPage(
                self,
                new MemoryStore(1 << 20),
                () -> OperatorRules.NONE,
                _ -> Optional.of(home()),
                Instant::now,
                () -> ChainPolicy.DIRECT)
            ::explain);
  }

  private Answer purge(Map<String, String> query) {
    purges.add(query.toString());
    return new Answer.Json(
        200,
        Map.of(
            "what",
            query.values().iterator().next(),
            "objectsHere",
            3,
            "applied",
            List.of("192.0.2.11", "192.0.2.12", "192.0.2.13")));
  }

  private static Optional<List<InetAddress>> found() {
    return Optional.of(List.of(InetAddress.ofLiteral("203.0.113.80")));
  }

  private static Residence home() {
    Inet4Address owner = ThreeNodes.NODES.getLast();
    var holding = Holding.fresh(owner, 1, Instant.EPOCH);
    return new Residence(
        owner, Optional.of(234), false, Optional.of(new Residence.Bucket(234, holding)));
  }

  private static Facts ill() {
    return Patient.withoutTun();
  }

  String url() {
    return "http://%s:%d/"
        .formatted(server.address().getAddress().getHostAddress(), server.address().getPort());
  }

  @Override
  public void close() {
    server.close();
    board.close();
  }
}
