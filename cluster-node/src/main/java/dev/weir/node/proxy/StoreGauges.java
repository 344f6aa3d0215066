package dev.weir.node.proxy;

import dev.weir.cache.flight.Room;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;

/// The numbers of a store, and of what is on its way into it, which these keep themselves.
final class StoreGauges {
  private StoreGauges() {}

  static void register(Telemetry telemetry, MemoryStore store, Room filling) {
    telemetry.gauge(NodeMetric.CACHE_FILLING_BYTES, filling::takenBytes);
    telemetry.gauge(NodeMetric.CACHE_OBJECTS, store::count);
    telemetry.gauge(NodeMetric.CACHE_BYTES, store::weightBytes);
    telemetry.counted(NodeMetric.CACHE_EVICTIONS, store::evictions);
    telemetry.gauge(NodeMetric.CACHE_SLOT_BYTES, store.slabs()::usedBytes);
    telemetry.gauge(NodeMetric.CACHE_PAGE_BYTES, store.slabs()::heldBytes);
    telemetry.counted(NodeMetric.CACHE_REFUSED, store::tooLong, "size");
    telemetry.counted(NodeMetric.CACHE_REFUSED, store::noRoom, "room");
  }
}
