/// The configuration of a node as records, and the reading of them from YAML.
///
/// Defaults live in the records and nowhere else; `docs/configuration.md` is generated from the
/// sentences given here. Nothing in this package opens a socket or starts a thread.
@NullMarked
package dev.weir.node.config;

import org.jspecify.annotations.NullMarked;
