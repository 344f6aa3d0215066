/// What the router changes on its host: policy rules, routing tables, filters, the TUNs' settings.
///
/// Everything is owned by its name or number, so that what a killed router left behind is found and
/// replaced by the next one.
@NullMarked
package dev.weir.router.host;

import org.jspecify.annotations.NullMarked;
