/// Finds out that another node has died before the routers do, and has its share given away.
///
/// [Evidence] decides, [FastEviction] acts. What the designated cache does with it is the WCCP
/// side's business (docs/wccp.md §4.3).
@NullMarked
package dev.weir.node.evict;

import org.jspecify.annotations.NullMarked;
