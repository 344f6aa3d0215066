package dev.weir.cache.disk.life;

import dev.weir.cache.message.CacheControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The time of a disk, which goes on from one life of the process to the next and never back, so
/// that what was stored in an earlier one is as old as it really is.
///
/// @param ahead how much more it shows than the steady clock of this life
public record DiskTime(Duration ahead) {
  /// Longer than anything may be fresh.
  static final Duration UNKNOWN = Duration.ofSeconds(CacheControl.SECONDS_MAX);

  /// What was noted of an earlier life.
  ///
  /// @param disk the disk's time
  /// @param wall the host's time of day at that moment
  /// @param boot which start of the host it was; empty: nobody knows
  /// @param sinceBoot how long ago that was
  public record Note(Instant disk, Instant wall, String boot, Duration sinceBoot) {}

  /// The time of a disk of which this was noted last. Since then has passed what a clock shows that
  /// nobody sets, if the host was not started anew; else what its time of day shows. Where that was
  /// set back nobody knows how long it was: everything is older than it may be fresh, and is
  /// validated.
  public static DiskTime after(Optional<Note> last, Moment now) {
    return last.map(note ->
            new DiskTime(Duration.between(now.steady(), note.disk().plus(passed(note, now)))))
        .orElseGet(() -> new DiskTime(Duration.ZERO));
  }

  private static Duration passed(Note last, Moment now) {
    Duration running = now.sinceBoot().minus(last.sinceBoot());
    if (!now.boot().isEmpty() && now.boot().equals(last.boot()) && !running.isNegative()) {
      return running;
    }
    Duration shown = Duration.between(last.wall(), now.wall());
    return shown.isNegative() ? UNKNOWN : shown;
  }

  /// What is to be noted now.
  Note note(Moment now) {
    return new Note(onDisk(now.steady()), now.wall(), now.boot(), now.sinceBoot());
  }

  /// What the disk's time was when the steady clock showed this.
  Instant onDisk(Instant steady) {
    return steady.plus(ahead);
  }

  /// What the steady clock showed, or would have shown, at a time of the disk's.
  Instant steady(Instant onDisk) {
    return onDisk.minus(ahead);
  }
}
