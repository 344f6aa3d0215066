package dev.weir.cache.disk.file;

import dev.weir.cache.slab.InFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// A file of this host.
final class LocalFile implements StoredFile {
  private final FileChannel channel;

  LocalFile(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    int before = into.position();
    while (into.hasRemaining()) {
      if (channel.read(into, position + into.position() - before) < 0) {
        break;
      }
    }
    return into.position() - before;
  }

  @Override
  public void write(ByteBuffer from, long position) throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }

  @Override
  public void truncate(long length) throws IOException {
    channel.truncate(length);
  }

  @Override
  public Optional<InFile> at(long position) {
    return Optional.of(new InFile(channel, position));
  }

  @Override
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
