package dev.weir.cache.slab;

import java.nio.channels.FileChannel;

/// Octets in a file, which the kernel can send by itself.
public record InFile(FileChannel file, long position) {}
