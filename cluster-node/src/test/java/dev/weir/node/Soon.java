package dev.weir.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Waits for what another thread, or the kernel, brings about in its own time.
public final class Soon {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = 1_000_000;

  private Soon() {}

  /// Returns once it is so; complains when a minute has passed.
  public static void holds(String what, BooleanSupplier condition) {
    passes(() -> assertThat(condition.getAsBoolean()).as(what).isTrue());
  }

  /// Returns once it is so; complains when a minute has passed.
  public static void holds(BooleanSupplier condition) {
    holds("it", condition);
  }

  /// Returns once the assertions pass; throws what they say when a minute has passed.
  public static void passes(ThrowingCallable assertions) {
    long until = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        assertions.call();
        return;
      } catch (AssertionError notYet) {
        if (System.nanoTime() > until) {
          throw notYet;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (RuntimeException | Error broken) {
        throw broken;
      } catch (Throwable broken) {
        throw new AssertionError(broken);
      }
    }
  }
}
