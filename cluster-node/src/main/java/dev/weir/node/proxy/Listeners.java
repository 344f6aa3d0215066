package dev.weir.node.proxy;

import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where clients are listened for: diverted ones, and those who come by doors. Confined to one
/// thread.
final class Listeners implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group;
  private final Function<Door, DoorListener> kind;
  private final EventLog events;
  private final List<DoorListener> doors = new ArrayList<>();
  private @Nullable Listener diverted;

  /// None yet; those of doors are of a kind.
  Listeners(MultiThreadIoEventLoopGroup group, Function<Door, DoorListener> kind, EventLog events) {
    this.group = group;
    this.kind = kind;
    this.events = events;
  }

  /// That of diverted connections; where it listens.
  InetSocketAddress add(Listener bound) {
    diverted = bound;
    return bound.boundAddress();
  }

  /// That of a door; where it listens.
  ///
  /// @throws IOException if the address is taken or not ours
  InetSocketAddress add(Door door) throws IOException {
    DoorListener listener = kind.apply(door);
    InetSocketAddress address = listener.bind(group);
    doors.add(listener);
    return address;
  }

  /// Listens by these doors from now on. Connections stay as they are, also of doors that go.
  ///
  /// @throws IOException if an address is taken or not ours; then nothing has changed
  void serve(List<Door> next) throws IOException {
    var opened = new ArrayList<DoorListener>();
    try {
      for (Door door : next) {
        if (doors.stream().noneMatch(it -> it.door().address().equals(door.address()))) {
          DoorListener listener = kind.apply(door);
          var address = listener.bind(group);
          opened.add(listener);
          events.record(NodeEvent.PROXY_LISTENS, "address", address);
        }
      }
    } catch (IOException e) {
      opened.forEach(DoorListener::close);
      throw e;
    }
    for (DoorListener present : List.copyOf(doors)) {
      next.stream()
          .filter(it -> it.address().equals(present.door().address()))
          .findFirst()
          .ifPresentOrElse(present::become, () -> shut(present));
    }
    doors.addAll(opened);
  }

  private void shut(DoorListener listener) {
    listener.close();
    doors.remove(listener);
    events.record(NodeEvent.PROXY_SHUT, "address", listener.door().address());
  }

  @Override
  public void close() {
    if (diverted != null) {
      diverted.close();
    }
    doors.forEach(DoorListener::close);
    doors.clear();
  }
}
