package dev.weir.cache.disk.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// A directory in memory that fails when it is told to. What is in it outlives its being open.
public final class MemoryDirectory implements Directory.Opening {
  private final Map<String, Octets> files = new ConcurrentSkipListMap<>();
  private volatile boolean taken;
  private volatile boolean readsFail;
  private final AtomicLong writable = new AtomicLong(Long.MAX_VALUE);

  private static final class Octets {
    private byte[] octets = new byte[0];
  }

  /// Every read fails, or none does.
  public void failReads(boolean fail) {
    readsFail = fail;
  }

  /// So many octets more can be written; the write that reaches the end is cut short.
  public void leave(long octets) {
    writable.set(octets);
  }

  /// The octets of a file; changing them changes the file.
  public byte[] octets(String name) {
    Octets file = files.get(name);
    return file == null ? new byte[0] : file.octets;
  }

  /// The names of its files.
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  /// All files as they are now.
  public Map<String, byte[]> copy() {
    var copy = new TreeMap<String, byte[]>();
    files.forEach((name, file) -> {
      synchronized (file) {
        copy.put(name, file.octets.clone());
      }
    });
    return copy;
  }

  /// A directory with these files.
  public static MemoryDirectory of(Map<String, byte[]> files) {
    var directory = new MemoryDirectory();
    files.forEach((name, octets) -> {
      var file = new Octets();
      file.octets = octets;
      directory.files.put(name, file);
    });
    return directory;
  }

  @Override
  public Directory open() throws Directory.Taken {
    if (taken) {
      throw new Directory.Taken("memory");
    }
    taken = true;
    return new Open();
  }

  private void spend(int octets) throws IOException {
    if (writable.get() < octets) {
      writable.set(0);
      throw new IOException("No space left on device");
    }
    writable.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - octets);
  }

  private final class Open implements Directory {
    @Override
    public List<String> names() {
      return MemoryDirectory.this.names();
    }

    @Override
    public StoredFile open(String name) throws IOException {
      if (!files.containsKey(name)) {
        spend(0);
      }
      return new File(files.computeIfAbsent(name, _ -> new Octets()));
    }

    @Override
    public void delete(String name) {
      files.remove(name);
    }

    @Override
    public void rename(String from, String to) {
      files.put(to, files.remove(from));
    }

    @Override
    public void setAside(List<String> names, String below) {
      names.forEach(name -> files.put(below + "/" + name, files.remove(name)));
    }

    @Override
    public void close() {
      taken = false;
    }
  }

  private final class File implements StoredFile {
    private final Octets file;

    File(Octets file) {
      this.file = file;
    }

    @Override
    public long size() {
      synchronized (file) {
        return file.octets.length;
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      if (readsFail) {
        throw new IOException("Input/output error");
      }
      synchronized (file) {
        int count = (int) Math.min(into.remaining(), file.octets.length - position);
        if (count > 0) {
          into.put(file.octets, (int) position, count);
        }
        return Math.max(0, count);
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      synchronized (file) {
        int whole = from.remaining();
        int count = (int) Math.min(whole, writable.get());
        int end = (int) position + count;
        file.octets = Arrays.copyOf(file.octets, Math.max(file.octets.length, end));
        from.get(file.octets, (int) position, count);
        spend(whole);
      }
    }

    @Override
    public void truncate(long length) {
      synchronized (file) {
        file.octets = Arrays.copyOf(file.octets, (int) Math.min(length, file.octets.length));
      }
    }

    @Override
    public void force() {}

    @Override
    public void close() {}
  }
}
