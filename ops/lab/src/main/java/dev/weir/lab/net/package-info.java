/// The lab's network: namespaces, links, addresses and name resolution, as a plan and as made.
@NullMarked
package dev.weir.lab.net;

import org.jspecify.annotations.NullMarked;
