/// The router's vocabularies: every number it exports and every event it logs.
@NullMarked
package dev.weir.router.telemetry;

import org.jspecify.annotations.NullMarked;
