/// What the protocol costs, measured in virtual time with real machines and real octets.
@NullMarked
package dev.weir.bench;

import org.jspecify.annotations.NullMarked;
