package dev.weir.node;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.control.ChangeNumbers;
import dev.weir.node.grid.Grid;
import dev.weir.node.grid.GridView;
import dev.weir.node.grid.PublishedTable;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.ownership.live.GridNumbers;
import dev.weir.node.ownership.live.OwnershipControl;
import dev.weir.node.page.OwnershipPage;
import dev.weir.node.peer.Epochs;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.cache.CacheSnapshot;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Whose each URL is, in a cluster whose nodes have a link to each other. Without one, each node
/// keeps what comes to it.
final class OwnershipSide implements Neighbours.Desk {
  private final Optional<OwnershipControl> control;

  /// A side that has not begun yet.
  ///
  /// @param clock monotonic
  OwnershipSide(NodeConfig config, Telemetry telemetry, EventLog events, InstantSource clock) {
    boolean linked =
        config.peers().identity().isPresent()
            && !config.cluster().members().isEmpty()
            && config.proxy().sidecar().isEmpty()
            && !config.origin().keepsClient();
    this.control =
        linked
            ? Optional.of(
                new OwnershipControl(
                    new OwnershipControl.Parts(
                        config.node().address(),
                        Set.copyOf(config.cluster().members()),
                        config.ownership(),
                        events,
                        telemetry,
                        clock)))
            : Optional.empty();
  }

  /// Whose a key is.
  OwnerLookup owners() {
    return control.isPresent() ? control.get().ownership() : OwnerLookup.EVERYTHING_HERE;
  }

  /// What requests between nodes go by.
  Epochs epochs() {
    return control.isPresent() ? control.get() : Epochs.NONE;
  }

  @Override
  public void answer(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told) {
    control.ifPresentOrElse(
        it -> it.answer(asker, question, told), () -> told.accept(Optional.empty()));
  }

  /// A service group has changed.
  void follow(CacheSnapshot group) {
    control.ifPresent(it -> it.follow(group));
  }

  /// How this node comes to see a table that others go by already.
  void catchesUpBy(Runnable routers) {
    control.ifPresent(it -> it.catchesUpBy(routers));
  }

  /// The grid has changed.
  void follow(GridView grid) {
    control.ifPresent(it -> it.follow(grid));
  }

  /// Begins. In a cluster without routers it is this side that has tables published.
  void begin(NodeConfig config, Front front, Grid grid, EventLog events, InstantSource wallClock) {
    Optional<GridNumbers> numbers =
        config.wccp().hasRouters()
            ? Optional.empty()
            : Optional.of(
                new Numbers(config, changeNumbers(config, events), grid, events, wallClock));
    control.ifPresent(it -> front.owns(it, numbers));
  }

  /// Adds the page that tells of it.
  void show(AdminPages pages) {
    pages.answer(
        "/v1/ownership",
        "The table that says whose a URL is; ?url=http://HOST/PATH asks about one.",
        query -> OwnershipPage.of(control.map(OwnershipControl::ownership), query));
  }

  void close() {
    control.ifPresent(OwnershipControl::close);
  }

  /// The highest change numbers that were used by this node.
  static ChangeNumbers changeNumbers(NodeConfig config, EventLog events) {
    var address = config.node().address().getHostAddress();
    var file = config.node().state().resolve("change-numbers-" + address);
    try {
      return ChangeNumbers.read(file);
    } catch (IOException e) {
      events.record(NodeEvent.STATE_UNWRITTEN, "why", String.valueOf(e));
      return ChangeNumbers.unknown(file);
    }
  }

  private record Numbers(
      NodeConfig config, ChangeNumbers used, Grid grid, EventLog events, InstantSource wallClock)
      implements GridNumbers {
    @Override
    public long first() {
      return Integer.toUnsignedLong(used.first(config.ownership().group(), wallClock.instant()));
    }

    @Override
    public void publish(PublishedTable table) {
      try {
        used.use(config.ownership().group(), (int) table.keyNumber());
      } catch (IOException e) {
        events.record(NodeEvent.STATE_UNWRITTEN, "why", String.valueOf(e));
      }
      grid.publish(table);
    }
  }
}
