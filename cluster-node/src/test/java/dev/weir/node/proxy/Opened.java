package dev.weir.node.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What a test has opened. When it is over all is closed, the last first, and no buffer may be left
/// behind.
final class Opened implements BeforeEachCallback, AfterEachCallback {
  private final List<AutoCloseable> all = new ArrayList<>();

  /// Takes one more, and gives it back.
  <T extends AutoCloseable> T add(T one) {
    all.add(one);
    return one;
  }

  /// The last of a kind.
  <T> T last(Class<T> kind) {
    return all.reversed().stream()
        .flatMap(it -> kind.isInstance(it) ? Stream.of(kind.cast(it)) : Stream.empty())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    LeakWatch.begin();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (AutoCloseable each : all.reversed()) {
      each.close();
    }
    LeakWatch.assertNone();
  }
}
