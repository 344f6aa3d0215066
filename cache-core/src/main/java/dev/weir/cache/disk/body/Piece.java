package dev.weir.cache.disk.body;

import dev.weir.cache.slab.InFile;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Octets of a body that were found to be those written, and are in the system's memory now: in the
/// file, or copied from there. Good as long as the lease by which they were read.
///
/// @param count how many
public record Piece(int count, Optional<InFile> file, Optional<ByteBuffer> octets) {}
