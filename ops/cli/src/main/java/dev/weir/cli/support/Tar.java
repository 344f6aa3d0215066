package dev.weir.cli.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes files of text into a tar archive (POSIX.1-1988, ustar).
final class Tar implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int NAME_OCTETS_MAX = 100;
  private static final int CHECKSUM_AT = 148;

  private final OutputStream out;
  private final long seconds;

  /// An archive of files that are this old.
  ///
  /// @param seconds since 1970
  Tar(OutputStream out, long seconds) {
    this.out = out;
    this.seconds = seconds;
  }

  /// Adds a file that its owner alone may read.
  void add(String name, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    out.write(header(name, content.length));
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private byte[] header(String name, int length) {
    byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
    if (octets.length > NAME_OCTETS_MAX) {
      throw new IllegalArgumentException("too long a name: " + name);
    }
    byte[] header = new byte[BLOCK];
    System.arraycopy(octets, 0, header, 0, octets.length);
    put(header, 100, "0000600\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(length));
    put(header, 136, "%011o\0".formatted(seconds));
    Arrays.fill(header, CHECKSUM_AT, CHECKSUM_AT + 8, (byte) ' ');
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte octet : header) {
      sum += octet & 0xff;
    }
    put(header, CHECKSUM_AT, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octets, 0, header, at, octets.length);
  }

  /// Ends the archive and the stream.
  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.close();
  }
}
