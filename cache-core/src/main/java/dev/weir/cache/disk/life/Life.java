package dev.weir.cache.disk.life;

import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.rule.Freshness;
import dev.weir.cache.rule.StoredResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;

/// This life of the process, as a disk sees it.
public final class Life {
  /// The tenure of what was stored under some tenure in an earlier life of the process: nobody
  /// knows what became of it meanwhile.
  public static final long EARLIER = -1;

  private final long number;
  private final Supplier<Moment> clocks;
  private final NoteFile file;
  private final DiskTime time;

  private Life(long number, Supplier<Moment> clocks, NoteFile file, DiskTime time) {
    this.number = number;
    this.clocks = clocks;
    this.file = file;
    this.time = time;
  }

  /// Goes on from where an earlier life has ended on a disk.
  ///
  /// @param number tells this one from others
  public static Life begin(long number, Supplier<Moment> clocks, Directory directory)
      throws IOException {
    var file = new NoteFile(directory);
    DiskTime time = DiskTime.after(file.read(), clocks.get());
    var life = new Life(number, clocks, file, time);
    life.note();
    return life;
  }

  /// Notes what time it is, for a later life.
  public void note() throws IOException {
    file.write(time.note(clocks.get()));
  }

  /// What tells it from others.
  public long number() {
    return number;
  }

  /// A response as it is written.
  public StoredResponse written(StoredResponse response) {
    return receivedAt(time.onDisk(response.freshness().received()), response);
  }

  /// A response as it is in this life, from what was written in one.
  ///
  /// @param writer the number of the life in which it was written
  public StoredResponse read(StoredResponse written, long writer) {
    var response = receivedAt(time.steady(written.freshness().received()), written);
    return writer == number || response.tenure() == 0 ? response : response.stamped(EARLIER);
  }

  private static StoredResponse receivedAt(Instant received, StoredResponse of) {
    Freshness was = of.freshness();
    var moved = new Freshness(was.source(), was.lifetime(), was.ageOnArrival(), received);
    return new StoredResponse(
        of.selection(), of.head(), of.body(), of.part(), of.control(), moved, of.tenure());
  }
}
