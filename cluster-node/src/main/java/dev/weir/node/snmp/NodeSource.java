package dev.weir.node.snmp;

import dev.weir.node.admin.Readiness;
import dev.weir.node.config.IdentityConfig;
import dev.weir.node.tally.ClusterNumbers;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Where what is told of a node comes from: the same places as for the admin port and the metrics.
///
/// @param groups its service groups
/// @param silence for how long a router has said nothing; empty before its first word
/// @param numbers what the nodes have done
public record NodeSource(
    IdentityConfig node,
    Readiness readiness,
    Supplier<List<CacheSnapshot>> groups,
    Function<InetAddress, Optional<Duration>> silence,
    Supplier<ClusterNumbers> numbers) {

  /// How the node stands.
  ///
  /// @param up for how long it has been asked
  public NodeView view(Duration up) {
    String version = NodeSource.class.getPackage().getImplementationVersion();
    var now = groups.get();
    var silences = new HashMap<InetAddress, Duration>();
    now.forEach(group ->
        group
            .routers()
            .forEach(router ->
                silence
                    .apply(router.address())
                    .ifPresent(it -> silences.put(router.address(), it))));
    return new NodeView(
        new NodeView.Self(node.name(), node.address(), version == null ? "unpackaged" : version),
        up,
        readiness.view(),
        now,
        silences,
        Optional.ofNullable(numbers.get().nodes().get(node.address()))
            .map(ClusterNumbers.Told::numbers));
  }
}
