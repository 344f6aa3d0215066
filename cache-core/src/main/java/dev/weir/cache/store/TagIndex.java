package dev.weir.cache.store;

import dev.weir.cache.compact.KeyHash;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which keys have a response with a given surrogate key, or of a given group.
///
/// It changes within the store's own change of a key, so both agree at any time and nobody waits
/// for more than that key. Safe for use by any thread.
final class TagIndex {
  static final Tag[] NONE = {};

  private final Map<Purge, Tag> tags = new ConcurrentHashMap<>();

  /// A surrogate key or group as it is until it is purged: an identity. What is stored with it
  /// afterwards has another one of the same text, so a purge of any number of keys is one mark.
  static final class Tag {
    private final Purge text;
    private final Set<KeyHash> keys = ConcurrentHashMap.newKeySet(4);
    private volatile boolean purged;

    private Tag(Purge text) {
      this.text = text;
    }

    boolean isPurged() {
      return purged;
    }

    /// The keys that have it, weakly consistent; once it is purged, those that had it then.
    Set<KeyHash> keys() {
      return keys;
    }
  }

  /// Follows a change of what is stored under a key, from what means it before to what does after.
  /// What meant it before and still does is the same, purged or not.
  Tag[] changed(KeyHash key, Tag[] had, Set<Purge> has) {
    if (had.length == 0 && has.isEmpty()) {
      return NONE;
    }
    var now = new Tag[has.size()];
    int count = 0;
    for (Tag tag : had) {
      if (has.contains(tag.text)) {
        now[count++] = tag;
      } else {
        leave(key, tag);
      }
    }
    int kept = count;
    for (Purge text : has) {
      if (!isAmong(text, now, kept)) {
        now[count++] = join(key, text);
      }
    }
    return now;
  }

  private static boolean isAmong(Purge text, Tag[] tags, int count) {
    for (int i = 0; i < count; i++) {
      if (tags[i].text.equals(text)) {
        return true;
      }
    }
    return false;
  }

  private Tag join(KeyHash key, Purge text) {
    return tags.compute(
        text,
        (_, found) -> {
          Tag tag = found == null ? new Tag(text) : found;
          tag.keys.add(key);
          return tag;
        });
  }

  private void leave(KeyHash key, Tag tag) {
    if (!tag.purged) {
      tags.computeIfPresent(
          tag.text,
          (_, found) -> {
            if (found == tag) {
              tag.keys.remove(key);
            }
            return found == tag && tag.keys.isEmpty() ? null : found;
          });
    }
  }

  /// Nothing is stored under a key any more.
  void left(KeyHash key, Tag[] had) {
    for (Tag tag : had) {
      leave(key, tag);
    }
  }

  /// Purges what has a tag, at once; empty if nothing has.
  Optional<Tag> purge(Purge text) {
    var purged = new Tag[1];
    tags.computeIfPresent(
        text,
        (_, found) -> {
          found.purged = true;
          purged[0] = found;
          return null;
        });
    return Optional.ofNullable(purged[0]);
  }

  /// How many tags are known.
  int count() {
    return tags.size();
  }
}
