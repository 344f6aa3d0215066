package dev.weir.node.proxy.disk;

import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.LocalDirectory;
import dev.weir.cache.disk.file.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A directory of this host whose files give nothing as long as they are told to.
final class StallingDirectory implements Directory.Opening {
  private final Path path;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  StallingDirectory(Path path) {
    this.path = path;
  }

  void stall() {
    gate = new CountDownLatch(1);
  }

  void goOn() {
    gate.countDown();
  }

  @Override
  public Directory open() throws IOException, Directory.Taken {
    return new Open(LocalDirectory.open(path));
  }

  private record Gated(StoredFile file, StallingDirectory from) implements StoredFile {
    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      try {
        from.gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return file.read(into, position);
    }

    @Override
    public void write(ByteBuffer octets, long position) throws IOException {
      file.write(octets, position);
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public void force() throws IOException {
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private final class Open implements Directory {
    private final Directory local;

    Open(Directory local) {
      this.local = local;
    }

    @Override
    public List<String> names() throws IOException {
      return local.names();
    }

    @Override
    public StoredFile open(String name) throws IOException {
      return new Gated(local.open(name), StallingDirectory.this);
    }

    @Override
    public void delete(String name) throws IOException {
      local.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
      local.rename(from, to);
    }

    @Override
    public void setAside(List<String> names, String below) throws IOException {
      local.setAside(names, below);
    }

    @Override
    public void close() throws IOException {
      local.close();
    }
  }
}
