package dev.weir.node.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What most tests of the proxy play on: an origin that records, and a node before it. When the
/// test is over both are closed, and no buffer may be left behind.
final class Scene implements AfterEachCallback, AutoCloseable {
  final OriginRecorder origin;
  final ProxyUnderTest node;

  /// Host of the origin.
  final String host;

  /// A node before an origin.
  interface Node {
    ProxyUnderTest before(InetSocketAddress origin) throws IOException;
  }

  /// One with a usual node.
  Scene() {
    this(ProxyUnderTest::new);
  }

  Scene(Node kind) {
    LeakWatch.begin();
    try {
      origin = new OriginRecorder();
      node = kind.before(origin.address());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    host = node.host();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    node.close();
    origin.close();
    LeakWatch.assertNone();
  }
}
