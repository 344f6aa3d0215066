package dev.weir.cache.store;

import java.util.concurrent.atomic.LongAdder;

/// What a store counts.
record Counters(LongAdder tooLong, LongAdder noRoom) {
  Counters() {
    this(new LongAdder(), new LongAdder());
  }
}
