package dev.weir.cache.slab;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.message.Body;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A fixed amount of memory outside the heap, in pages, each divided into slots of one size while
/// anything lies in it. An empty page goes to whichever size needs it next (ADR-0033).
///
/// It never has more than it was made with. Where it has no room, [#sparsest] says what had best
/// go. Safe for use by any thread.
public final class Slabs {
  /// The longest chunk of a body.
  public static final int CHUNK_BYTES_MAX = 128 * 1024;

  /// The most octets of a record and its body that lie in one slot.
  private static final int TOGETHER_BYTES_MAX = 64 * 1024;

  static final long[] NO_CHUNKS = {};

  /// What a slot has before the record: its length.
  static final int SLOT_HEAD = Integer.BYTES;

  private static final int PAGE_BYTES_MIN = 4096;
  private static final int PAGE_BYTES_MAX = 1 << 20;

  /// How many of the largest slots a page has at least, unless it is a small one: with fewer, much
  /// of it would be lost.
  private static final int SLOTS_MIN = 4;

  private static final int PAGES_WANTED = 1024;

  /// How many pages with something held are passed over in the search for one to empty.
  private static final int HELD_PAGES_MAX = 16;

  private static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED;

  private final int pageBytes;
  private final Optional<MemoryFile> file;
  private final MemorySegment memory;
  private final SizeClasses classes;
  private final @Nullable Page[] pages;
  private final Deque<Integer> empty = new ArrayDeque<>();
  private final List<NavigableSet<Page>> open = new ArrayList<>();
  private final AtomicLong usedBytes = new AtomicLong();
  private final AtomicLong droppedBytes = new AtomicLong();
  private int begun;
  private long divided;

  /// Memory of at most so many octets, and at least one page of [#PAGE_BYTES_MIN].
  public Slabs(long bytes) {
    long wanted = Long.highestOneBit(Math.max(1, bytes / PAGES_WANTED));
    this.pageBytes = Math.clamp(wanted, PAGE_BYTES_MIN, PAGE_BYTES_MAX);
    int count = Math.toIntExact(Math.max(1, bytes / pageBytes));
    this.file = MemoryFile.of((long) count * pageBytes);
    this.memory =
        file.map(MemoryFile::memory)
            .orElseGet(() -> Arena.ofAuto().allocate((long) count * pageBytes, 1));
    this.classes =
        new SizeClasses(
            pageBytes, Math.clamp(pageBytes / SLOTS_MIN, PAGE_BYTES_MIN, CHUNK_BYTES_MAX));
    this.pages = new Page[count];
    for (int i = 0; i < classes.count(); i++) {
      open.add(new TreeSet<>(Comparator.comparingInt(page -> page.number)));
    }
  }

  /// Lays a record and its body down; empty if there is no room now, or never for such a record.
  public Optional<Kept> keep(KeyHash key, byte[] record, Body body) {
    Optional<Body.Outside> outside = body.source().outside();
    if (outside.isPresent()) {
      return keep(key, record, Body.EMPTY)
          .map(it -> {
            it.outside = outside.get();
            return it;
          });
    }
    long together = SLOT_HEAD + record.length + body.length();
    boolean inline = together <= Math.min(classes.largest(), TOGETHER_BYTES_MAX);
    if (!inline && SLOT_HEAD + record.length > classes.largest()) {
      return Optional.empty();
    }
    int chunks = inline ? 0 : Math.toIntExact((body.length() + chunkBytes() - 1) / chunkBytes());
    var kept = new Kept(this, key, chunks);
    if (!place(kept, inline ? (int) together : SLOT_HEAD + record.length, body.length())) {
      return Optional.empty();
    }
    memory.set(LENGTH, kept.place, record.length);
    MemorySegment.copy(
        record, 0, memory, ValueLayout.JAVA_BYTE, kept.place + SLOT_HEAD, record.length);
    for (long at = 0; at < body.length(); ) {
      ByteBuffer from = body.view(at, body.length());
      ByteBuffer to = kept.body(at, body.length());
      int octets = Math.min(from.remaining(), to.remaining());
      to.put(from.limit(octets));
      at += octets;
    }
    return Optional.of(kept);
  }

  private synchronized boolean place(Kept kept, int headBytes, long bodyBytes) {
    OptionalLong head = take(kept, headBytes);
    if (head.isEmpty()) {
      return false;
    }
    kept.place = head.getAsLong();
    for (int i = 0; i < kept.chunks.length; i++) {
      long left = bodyBytes - (long) i * chunkBytes();
      OptionalLong chunk = take(kept, (int) Math.min(left, chunkBytes()));
      if (chunk.isEmpty()) {
        for (int taken = 0; taken < i; taken++) {
          free(kept.chunks[taken]);
        }
        free(kept.place);
        return false;
      }
      kept.chunks[i] = chunk.getAsLong();
    }
    return true;
  }

  private OptionalLong take(Kept kept, int octets) {
    int sizeClass = classes.of(octets);
    NavigableSet<Page> candidates = open.get(sizeClass);
    Page page = candidates.isEmpty() ? fresh(sizeClass) : candidates.first();
    return page == null ? OptionalLong.empty() : OptionalLong.of(take(page, kept));
  }

  private long take(Page page, Kept kept) {
    int slotBytes = classes.slotBytes(page.sizeClass);
    int slot = page.take(kept);
    if (page.isFull()) {
      open.get(page.sizeClass).remove(page);
    }
    usedBytes.addAndGet(slotBytes);
    return (long) page.number * pageBytes + (long) slot * slotBytes;
  }

  /// What lies in one slot, laid down anew in another page that has room; empty if none has, or it
  /// lies in several slots. The caller has a lease.
  public Optional<Kept> move(Kept kept) {
    if (kept.chunks.length > 0) {
      return Optional.empty();
    }
    var moved = new Kept(this, kept.key(), 0);
    moved.outside = kept.outside;
    int octets;
    synchronized (this) {
      Page page = page(kept.place);
      NavigableSet<Page> candidates = open.get(page.sizeClass);
      Page other = candidates.stream().filter(it -> it != page).findFirst().orElse(null);
      if (other == null) {
        return Optional.empty();
      }
      moved.place = take(other, moved);
      octets = classes.slotBytes(page.sizeClass);
    }
    MemorySegment.copy(memory, kept.place, memory, moved.place, octets);
    return Optional.of(moved);
  }

  private @Nullable Page fresh(int sizeClass) {
    if (empty.isEmpty() && begun == pages.length) {
      return null;
    }
    int number = empty.isEmpty() ? begun++ : empty.pop();
    var page = new Page(number, sizeClass, classes.slotsPerPage(sizeClass), divided++);
    pages[number] = page;
    open.get(sizeClass).add(page);
    return page;
  }

  /// So many octets are found by nobody any more, and may still be held.
  void dropped(long octets) {
    droppedBytes.addAndGet(octets);
  }

  /// The last lease has ended.
  void free(Kept kept) {
    if (kept.dropped) {
      droppedBytes.addAndGet(-kept.slotBytes());
    }
    if (kept.sent && !forget(kept)) {
      return; // the kernel may still refer to them: lost rather than wrong
    }
    synchronized (this) {
      for (long chunk : kept.chunks) {
        free(chunk);
      }
      free(kept.place);
    }
  }

  private boolean forget(Kept kept) {
    boolean all = true;
    for (long chunk : kept.chunks) {
      if (isInFile(chunk)) {
        all &= file.orElseThrow().forget(chunk, slotBytes(chunk));
      }
    }
    return all;
  }

  private void free(long place) {
    Page page = page(place);
    int slotBytes = classes.slotBytes(page.sizeClass);
    boolean full = page.isFull();
    page.free((int) (place % pageBytes / slotBytes));
    usedBytes.addAndGet(-slotBytes);
    if (full && !page.isEmpty()) {
      open.get(page.sizeClass).add(page);
    }
    if (page.isEmpty()) {
      open.get(page.sizeClass).remove(page);
      pages[page.number] = null;
      empty.push(page.number);
    }
  }

  /// Who had best go so that a page is free for another size: all that lie in the page with the
  /// least in it, but for the quarter that was divided last and is still being filled. None if
  /// nothing may go because all is held.
  public synchronized List<Kept> sparsest() {
    var held = new HashSet<Page>();
    long oldest = divided - pages.length / 4;
    while (held.size() < HELD_PAGES_MAX) {
      Page best = null;
      for (Page page : pages) {
        if (page != null
            && page.divided < oldest
            && !held.contains(page)
            && (best == null || page.fill() < best.fill())) {
          best = page;
        }
      }
      if (best == null) {
        return List.of();
      }
      Set<Kept> owners = best.owners();
      if (owners.stream().noneMatch(Kept::isHeld)) {
        return List.copyOf(owners);
      }
      held.add(best);
    }
    return List.of();
  }

  private Page page(long place) {
    Page page = pages[(int) (place / pageBytes)];
    if (page == null) {
      throw new IllegalStateException("nothing lies at " + place);
    }
    return page;
  }

  int recordBytes(long place) {
    return memory.get(LENGTH, place);
  }

  void copy(long place, byte[] to, int octets) {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, place, to, 0, octets);
  }

  ByteBuffer view(long place, long octets) {
    return memory.asSlice(place, octets).asByteBuffer();
  }

  /// Whether a chunk is in the file, and on whole pages of the system's, so that it can be
  /// forgotten.
  boolean isInFile(long chunk) {
    return file.isPresent()
        && slotBytes(chunk) >= SizeClasses.WHOLE_PAGES
        && slotBytes(chunk) % SizeClasses.SYSTEM_PAGE_BYTES == 0;
  }

  long slotBytes(Kept kept) {
    long bytes = slotBytes(kept.place);
    for (long chunk : kept.chunks) {
      bytes += slotBytes(chunk);
    }
    return bytes;
  }

  private int slotBytes(long place) {
    return classes.slotBytes(page(place).sizeClass);
  }

  /// The octets of a page.
  public int pageBytes() {
    return pageBytes;
  }

  /// The octets of a full chunk.
  int chunkBytes() {
    return classes.largest();
  }

  Optional<MemoryFile> file() {
    return file;
  }

  /// The most that can lie here, in octets.
  public long capacityBytes() {
    return (long) pages.length * pageBytes;
  }

  /// The octets of all slots that are taken.
  public long usedBytes() {
    return usedBytes.get();
  }

  /// The octets of slots that only leases hold: what nobody finds any more and is still being sent.
  public long leasedBytes() {
    return droppedBytes.get();
  }

  /// The octets of all pages in which something lies.
  public synchronized long heldBytes() {
    return (long) (begun - empty.size()) * pageBytes;
  }
}
