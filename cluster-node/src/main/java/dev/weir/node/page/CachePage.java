package dev.weir.node.page;

import dev.weir.cache.disk.DiskTier;
import dev.weir.cache.disk.DiskView;
import dev.weir.cache.store.MemoryStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The page `/v1/cache`: what each tier holds.
public final class CachePage {
  private CachePage() {}

  /// The memory, and the disks behind it.
  public static Map<String, Object> of(MemoryStore memory, Optional<DiskTier> disks) {
    var page = new LinkedHashMap<String, Object>();
    var tier = new LinkedHashMap<String, Object>();
    tier.put("objects", memory.count());
    tier.put("bytes", memory.weightBytes());
    tier.put("bytesMax", memory.capacityBytes());
    tier.put("evictions", memory.evictions());
    tier.put("leasedBytes", memory.slabs().leasedBytes());
    tier.put("noRoom", memory.noRoom());
    page.put("memory", tier);
    page.put(
        "disks",
        disks.map(DiskTier::views).orElse(List.of()).stream().map(CachePage::disk).toList());
    return page;
  }

  private static Map<String, Object> disk(DiskView view) {
    var disk = new LinkedHashMap<String, Object>();
    disk.put("path", view.path());
    disk.put("failing", view.failing());
    disk.put("trouble", view.trouble());
    disk.put("objects", view.objects());
    disk.put("bytes", view.bytes());
    disk.put("bytesMax", view.bytesMax());
    disk.put("longBodies", view.bodies());
    disk.put("longBytes", view.bodyBytes());
    disk.put("indexBytes", view.indexBytes());
    disk.put("queuedBytes", view.queuedBytes());
    disk.put("written", view.counts().written());
    disk.put("found", view.counts().found());
    disk.put("orders", view.orders());
    return disk;
  }
}
