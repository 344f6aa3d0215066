/// What the router changes on its host: policy rules, one routing table, the TUN's settings.
///
/// Everything is owned by its name or number, so that what a killed router left behind is found and
/// replaced by the next one.
@NullMarked
package dev.weir.router.host;

import org.jspecify.annotations.NullMarked;
