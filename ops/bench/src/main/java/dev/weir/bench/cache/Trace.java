package dev.weir.bench.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The requests of a trace, in order: which object, and how long it is.
///
/// Read from lines `TIME ID BYTES`, or from ids of four octets each, most significant first, whose
/// objects are all of one length.
final class Trace {
  private static final int LENGTH = 16_384;

  private final long[] ids;
  private final int[] lengths;

  private Trace(long[] ids, int[] lengths) {
    this.ids = ids;
    this.lengths = lengths;
  }

  static Trace read(Path file) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    @Nullable Trace lines = octets.length > 0 && octets[0] >= '0' ? lines(octets) : null;
    return lines == null ? ids(octets) : lines;
  }

  private static Trace lines(byte[] octets) {
    List<String[]> lines =
        new String(octets, StandardCharsets.US_ASCII)
            .lines()
            .map(line -> line.split("[ ,\t]+", -1))
            .toList();
    return new Trace(
        lines.stream().mapToLong(parts -> Long.parseLong(parts[1])).toArray(),
        lines.stream().mapToInt(parts -> Integer.parseInt(parts[2])).toArray());
  }

  private static Trace ids(byte[] octets) {
    var ids = ByteBuffer.wrap(octets).asIntBuffer();
    return new Trace(
        LongStream.range(0, ids.limit()).map(i -> ids.get((int) i)).toArray(),
        IntStream.range(0, ids.limit()).map(_ -> LENGTH).toArray());
  }

  /// Which object a request is for.
  long id(int request) {
    return ids[request];
  }

  /// How long that is, in octets.
  int length(int request) {
    return lengths[request];
  }

  int requests() {
    return ids.length;
  }
}
