/// What a program tells the world: metrics, events, and where both are kept.
///
/// Metrics and events are closed vocabularies (enums). The names are the contract.
@NullMarked
package dev.weir.node.telemetry;

import org.jspecify.annotations.NullMarked;
