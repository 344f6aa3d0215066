package dev.weir.node;

import dev.weir.node.admin.Readiness;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.life.Teardown;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.function.Consumer;

/// What every side of a node is made with.
///
/// @param clock monotonic
/// @param teardown takes down what was opened, the last first
/// @param fail is told, by any thread, when a part of the node ends by a fault
record NodeParts(
    NodeConfig config,
    EventLog events,
    Telemetry telemetry,
    Readiness readiness,
    InstantSource clock,
    InstantSource wallClock,
    Teardown teardown,
    Consumer<Throwable> fail) {}
