package dev.weir.cache.disk.life;

import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What was noted last of a disk's time, in a file that is written anew each time.
final class NoteFile {
  private static final String NAME = "time";
  private static final String NEXT = "time.new";
  private static final int BYTES_MAX = 1024;

  private final Directory directory;

  NoteFile(Directory directory) {
    this.directory = directory;
  }

  void write(DiskTime.Note note) throws IOException {
    var octets = new ByteArrayOutputStream();
    var out = new DataOutputStream(octets);
    write(note.disk(), out);
    write(note.wall(), out);
    out.writeUTF(note.boot());
    out.writeLong(note.sinceBoot().toNanos());
    out.writeInt(checksum(octets.toByteArray()));
    try (StoredFile file = directory.open(NEXT)) {
      file.truncate(0);
      file.write(ByteBuffer.wrap(octets.toByteArray()), 0);
    }
    directory.rename(NEXT, NAME);
  }

  private static void write(Instant time, DataOutputStream out) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  /// Reads it; empty if there is none, or it is not what was written.
  Optional<DiskTime.Note> read() throws IOException {
    if (!directory.names().contains(NAME)) {
      return Optional.empty();
    }
    var all = ByteBuffer.allocate(BYTES_MAX);
    try (StoredFile file = directory.open(NAME)) {
      file.read(all, 0);
    }
    int length = all.position() - Integer.BYTES;
    if (length < 0 || all.getInt(length) != checksum(Arrays.copyOf(all.array(), length))) {
      return Optional.empty();
    }
    var in = new DataInputStream(new ByteArrayInputStream(all.array(), 0, length));
    try {
      return Optional.of(
          new DiskTime.Note(
              instant(in), instant(in), in.readUTF(), Duration.ofNanos(in.readLong())));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Instant instant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  private static int checksum(byte[] octets) {
    var crc = new CRC32C();
    crc.update(octets);
    return (int) crc.getValue();
  }
}
