/// Which connections an operator spares: by the configuration, and at run time for a while.
///
/// [BypassRules] decides; [BypassBoard] keeps the time, has names resolved, and tells the packet
/// path.
@NullMarked
package dev.weir.node.bypass;

import org.jspecify.annotations.NullMarked;
