package dev.weir.node.proxy;

import dev.weir.node.ownership.Owner;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// An origin and two nodes of a cluster: one that clients ask, and one that owns every key.
final class ScenePair implements AfterEachCallback {
  final OriginRecorder origin;
  final ClusterUnderTest cluster;
  final ClusterUnderTest.Member ingress;
  final ClusterUnderTest.Member owner;

  ScenePair() {
    try {
      origin = new OriginRecorder();
      cluster = new ClusterUnderTest(origin.address());
      ingress = cluster.join("127.0.0.2");
      owner = cluster.join("127.0.0.3");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    cluster.owner.set(new Owner.Peer(owner.address));
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    cluster.close();
    origin.close();
  }
}
