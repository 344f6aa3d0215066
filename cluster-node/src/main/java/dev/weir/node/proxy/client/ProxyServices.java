package dev.weir.node.proxy.client;

import dev.weir.cache.rule.Sharing;
import dev.weir.cache.store.Collapse;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.proxy.host.HostCheck;
import java.time.InstantSource;

/// What every transaction uses, whichever event loop it is on.
///
/// @param owners whose a key is
/// @param sharing which responses are kept for other clients
/// @param watch is told what origins answer
/// @param wallClock for Date, Age and Expires
public record ProxyServices(
    MemoryStore store,
    Collapse collapse,
    HostCheck hosts,
    OwnerLookup owners,
    Sharing sharing,
    Watch watch,
    ProxyMeters meters,
    InstantSource wallClock) {}
