package dev.weir.node.look;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.Readiness;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.doctor.probe.Examination;
import dev.weir.node.grid.Grid;
import dev.weir.node.life.Teardown;
import dev.weir.node.page.overview.DoctorPage;
import dev.weir.node.page.overview.FollowPage;
import dev.weir.node.page.overview.OverviewPage;
import dev.weir.node.page.overview.SitePages;
import dev.weir.node.tally.ClusterNumbers;
import dev.weir.node.tally.Observatory;
import dev.weir.node.tally.Tally;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What people look at first: the admin page, and what it shows.
///
/// @param tally what was done for clients
/// @param resolve asks the node's name servers; empty when none has answered
/// @param groups the service groups of the node
/// @param table the one that says whose a bucket is
/// @param dead nodes that are known to be dead
/// @param file the node's, where it was read from one
public record Overview(
    NodeConfig config,
    Tally tally,
    BiConsumer<String, Consumer<Optional<List<InetAddress>>>> resolve,
    Grid grid,
    Supplier<List<CacheSnapshot>> groups,
    Supplier<CacheSnapshot> table,
    Supplier<? extends Collection<Inet4Address>> dead,
    Optional<Path> file) {

  /// Begins to observe, and adds the pages. The result tells what was observed.
  public Supplier<ClusterNumbers> begin(
      AdminPages pages, Readiness readiness, Teardown teardown, Clocks clocks) {
    var around =
        new Observatory.Around(
            config.node().address(), groups, this::owners, clocks.wall, clocks.steady);
    var observatory = Observatory.begin(tally, grid, around);
    teardown.then(observatory::close);
    pages.route(
        "/v1/overview",
        "The cluster at a look: numbers, nodes, buckets, and what routers and nodes see.",
        () ->
            OverviewPage.of(
                new OverviewPage.Known(
                    clocks.wall.instant(),
                    config.node(),
                    readiness.view(),
                    grid.view(),
                    groups.get(),
                    owners(),
                    dead.get(),
                    observatory.numbers())));
    pages.answer(
        "/v1/follow",
        "Where a router sends a connection: ?url=http://HOST/PATH, client=ADDRESS, address=ADDRESS.",
        new FollowPage(table, resolve)::follow);
    file.ifPresent(it -> doctor(it, clocks.wall).show(pages));
    SitePages.show(pages);
    return observatory::numbers;
  }

  /// Both clocks.
  public record Clocks(InstantSource wall, InstantSource steady) {}

  private static DoctorPage doctor(Path file, InstantSource wallClock) {
    return new DoctorPage(
        () -> new Examination(file, Optional.empty(), Optional.empty(), Set.of()).gather(),
        wallClock);
  }

  /// By the table in force; in a cluster without routers by the one that the grid has.
  private List<Optional<InetAddress>> owners() {
    CacheSnapshot group = table.get();
    return group.tableInForce()
        ? group.assignment().owners()
        : grid.published()
            .map(it ->
                it.owners().stream().map(owner -> owner.map(InetAddress.class::cast)).toList())
            .orElse(List.of());
  }
}
