/// What `weir show` asks a node or a router, and how it prints the answers.
///
/// Labels and their order follow the routers' own `show ip wccp` where both say the same thing.
/// Everything that turns an answer into text is pure; [AdminClient] alone talks to the network.
@NullMarked
package dev.weir.cli.show;

import org.jspecify.annotations.NullMarked;
