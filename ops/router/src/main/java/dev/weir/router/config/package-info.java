/// The router's configuration file as records.
///
/// Defaults live here and nowhere else. Nothing in this package opens a socket or asks the host.
@NullMarked
package dev.weir.router.config;

import org.jspecify.annotations.NullMarked;
