package dev.weir.node.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An event loop that is, or was, stuck: its number, for how long, and where its thread is.
public record Stall(int loop, Duration lasted, String where) {
  private static final int FRAMES = 4;

  /// The innermost frames of a thread, as one word.
  static String where(@Nullable Thread thread) {
    return thread == null
        ? "not_started"
        : Arrays.stream(thread.getStackTrace())
            .limit(FRAMES)
            .map(it -> it.getClassName() + "." + it.getMethodName() + ":" + it.getLineNumber())
            .collect(Collectors.joining("<"));
  }
}
