package dev.weir.node.proxy.client;

import dev.weir.cache.rule.Sharing;
import dev.weir.cache.store.Collapse;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.proxy.host.HostCheck;
import java.time.InstantSource;

/// What every transaction uses, whichever event loop it is on.
///
/// @param strict whether a request whose host is elsewhere is refused
/// @param sharing which responses are kept for other clients
/// @param watch is told what origins answer
/// @param wallClock for Date, Age and Expires
public record ProxyServices(
    MemoryStore store,
    Collapse collapse,
    HostCheck hosts,
    boolean strict,
    StorePermission permission,
    Sharing sharing,
    Watch watch,
    ProxyMeters meters,
    InstantSource wallClock) {}
