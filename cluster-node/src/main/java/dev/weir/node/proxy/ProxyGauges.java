package dev.weir.node.proxy;

import dev.weir.cache.flight.Room;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.proxy.http2.Http2Connections;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.ReverseMetric;
import dev.weir.node.telemetry.Telemetry;

/// The numbers that a proxy's parts keep themselves.
final class ProxyGauges {
  private ProxyGauges() {}

  static void register(Telemetry telemetry, MemoryStore store, Room room, Http2Connections http2) {
    telemetry.gauge(NodeMetric.CACHE_OBJECTS, store::count);
    telemetry.gauge(NodeMetric.CACHE_BYTES, store::weightBytes);
    telemetry.counted(NodeMetric.CACHE_EVICTIONS, store::evictions);
    telemetry.gauge(NodeMetric.CACHE_SLOT_BYTES, store.slabs()::usedBytes);
    telemetry.gauge(NodeMetric.CACHE_LEASED_BYTES, store.slabs()::leasedBytes);
    telemetry.gauge(NodeMetric.CACHE_PAGE_BYTES, store.slabs()::heldBytes);
    telemetry.counted(NodeMetric.CACHE_REFUSED, store::tooLong, "size");
    telemetry.counted(NodeMetric.CACHE_REFUSED, store::noRoom, "room");
    telemetry.gauge(NodeMetric.CACHE_FILLING_BYTES, room::takenBytes);
    telemetry.gauge(ReverseMetric.HTTP2_CONNECTIONS, http2::count);
  }
}
