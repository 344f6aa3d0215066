/// What a node sets on its host: rules of nft and ip and a few sysctls, all owned by name.
///
/// What is set is computed without touching the host; a thin part runs it. Devices are made by the
/// process and vanish with it; rules do not, so they are replaced at the next start.
@NullMarked
package dev.weir.node.host;

import org.jspecify.annotations.NullMarked;
