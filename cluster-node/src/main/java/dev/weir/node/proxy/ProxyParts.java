package dev.weir.node.proxy;

import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.access.AccessLog;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.peer.link.PeerLink;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.compress.Compression;
import dev.weir.node.proxy.disk.Disks;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What the proxy is made with.
///
/// @param disks what is behind the store
/// @param wallClock for Date, and what is compared with it
/// @param steadyClock for ages: it never steps
/// @param owners whose a key is
/// @param peers the other nodes; without them nothing is relayed
/// @param destinationOf from an accepted socket's local address to where its client wanted to go:
///   the identity where the socket is transparent
/// @param watch what is watched for beside HTTP, and who is told
/// @param ready whether the node does its work, for whoever probes it
/// @param rules of the operator, as they are now
/// @param chain whom requests are asked of, as it is now
/// @param compression what is compressed for clients, as it is said now
/// @param access who may what, at the time
/// @param log of what clients asked
public record ProxyParts(
    Telemetry telemetry,
    EventLog events,
    MemoryStore store,
    Disks disks,
    InstantSource wallClock,
    InstantSource steadyClock,
    OwnerLookup owners,
    Optional<PeerLink.Settings> peers,
    UnaryOperator<InetSocketAddress> destinationOf,
    Watch watch,
    BooleanSupplier ready,
    Supplier<OperatorRules> rules,
    Supplier<ChainPolicy> chain,
    Supplier<Compression> compression,
    Supplier<Access> access,
    AccessLog log) {}
