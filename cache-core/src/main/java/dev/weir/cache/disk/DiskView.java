package dev.weir.cache.disk;

/// A disk as it is at this moment.
///
/// @param failing whether nothing is written there now, because of `trouble`
/// @param bytesMax the most octets of files
/// @param bytes the octets of its files
/// @param bodyBytes of these, the octets of bodies that have files of their own
/// @param bodies how many these are
/// @param objects what its index has
/// @param indexBytes what the index takes of the memory
/// @param queuedBytes what waits to be written
/// @param orders orders that are remembered until what they mean is gone
public record DiskView(
    String path,
    boolean failing,
    String trouble,
    long bytesMax,
    long bytes,
    long bodyBytes,
    int bodies,
    long objects,
    long indexBytes,
    long queuedBytes,
    int orders,
    DiskCounts counts) {}
