/// Where a diverted packet is lost: what was seen on a host, and what follows from it.
///
/// Pure: facts in, findings out. The facts are gathered in `probe`; `firewall` reads foreign rules.
@NullMarked
package dev.weir.node.doctor;

import org.jspecify.annotations.NullMarked;
