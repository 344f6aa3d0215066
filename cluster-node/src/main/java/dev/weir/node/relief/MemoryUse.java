package dev.weir.node.relief;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Objects;

/// How much of this process' memory is in use: of the heap what the last collection of old objects
/// has left, because some collectors let garbage lie until there is no room; and what buffers hold
/// beside the heap. For any thread.
public final class MemoryUse {
  private final List<MemoryPoolMXBean> old =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
          .toList();

  /// The share in use, 0..1, of the one of both that is shorter.
  public double share() {
    double heap =
        old.stream()
            .map(MemoryPoolMXBean::getCollectionUsage)
            .filter(Objects::nonNull)
            .mapToDouble(MemoryUse::shareOf)
            .max()
            .orElse(0);
    double buffers =
        (double) PlatformDependent.usedDirectMemory() / PlatformDependent.maxDirectMemory();
    return Math.max(heap, buffers);
  }

  private static double shareOf(MemoryUsage usage) {
    return usage.getMax() > 0 ? (double) usage.getUsed() / usage.getMax() : 0;
  }
}
