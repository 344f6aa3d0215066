package dev.weir.node.grid;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ReplicatedMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.spi.merge.LatestUpdateMergePolicy;
import dev.weir.node.config.value.Secret;
import dev.weir.node.grid.seal.Purpose;
import dev.weir.node.grid.seal.Seal;
import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the grid is started with, and the whole of Hazelcast's configuration that follows from it.
///
/// `self` and `port` are where the member listens and nowhere else; `members` are all nodes, as
/// `ADDRESS` or `ADDRESS:PORT` when they listen on another port; with the `secret` they sign what
/// they tell each other, and without one nobody is believed.
public record GridSettings(
    String cluster,
    String name,
    Inet4Address self,
    int port,
    List<String> members,
    Optional<Secret> secret) {

  /// Keeps a copy of the list.
  public GridSettings {
    members = List.copyOf(members);
  }

  /// What this node signs with.
  Seal seal() {
    return secret.map(it -> Seal.of(it, cluster)).orElseGet(Seal::alone);
  }

  /// Hazelcast bounded to member traffic on one address: no other protocol, no discovery, no code
  /// or class from the network, no connection to the maker. The identity is shown to all members.
  Config hazelcast(String identity) {
    var config =
        new Config()
            .setClusterName(cluster)
            .setInstanceName("weir-" + self.getHostAddress() + "-" + port);
    config.setProperties(properties());
    config.getMemberAttributeConfig().setAttribute(Identity.ATTRIBUTE, identity);
    config.getJetConfig().setEnabled(false);
    var network = config.getAdvancedNetworkConfig().setEnabled(true);
    network.setMemberEndpointConfig(endpoint());
    var join = network.getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(addresses());
    config.getSerializationConfig().setJavaSerializationFilterConfig(ownClassesOnly());
    config.getManagementCenterConfig().setScriptingEnabled(false).setConsoleEnabled(false);
    config.getManagementCenterConfig().setDataAccessEnabled(false);
    for (Purpose purpose : Purpose.values()) {
      config.addReplicatedMapConfig(map(SignedMap.name(purpose)));
    }
    return config;
  }

  private static ReplicatedMapConfig map(String name) {
    return new ReplicatedMapConfig(name)
        .setInMemoryFormat(InMemoryFormat.BINARY) // read by us, not by Hazelcast's threads
        .setMergePolicyConfig(
            new MergePolicyConfig().setPolicy(LatestUpdateMergePolicy.class.getName()))
        .setAsyncFillup(true);
  }

  private ServerSocketEndpointConfig endpoint() {
    var endpoint = new ServerSocketEndpointConfig();
    endpoint.setPort(port).setPortAutoIncrement(false).setReuseAddress(true);
    endpoint.setPublicAddress(self.getHostAddress() + ":" + port);
    endpoint.setInterfaces(
        new InterfacesConfig().setEnabled(true).addInterface(self.getHostAddress()));
    endpoint.setSocketConnectTimeoutSeconds(2);
    return endpoint;
  }

  private List<String> addresses() {
    return members.stream()
        .map(member -> member.contains(":") ? member : member + ":" + port)
        .toList();
  }

  /// Java serialisation only of Hazelcast's own classes and of the JDK's: members report errors to
  /// each other as serialised exceptions. No class of ours or of a library is ever resolved.
  private static JavaSerializationFilterConfig ownClassesOnly() {
    return new JavaSerializationFilterConfig().setDefaultsDisabled(false);
  }

  private static java.util.Properties properties() {
    var properties = new java.util.Properties();
    Map.ofEntries(
            Map.entry("phone.home.enabled", "false"),
            Map.entry("socket.bind.any", "false"),
            Map.entry("heartbeat.interval.seconds", "1"),
            Map.entry("max.no.heartbeat.seconds", "5"),
            Map.entry("connection.monitor.max.faults", "1"), // connects that fail, after it broke
            Map.entry("mastership.claim.timeout.seconds", "1"), // waits so long for dead ones, too
            Map.entry("merge.first.run.delay.seconds", "5"),
            Map.entry("merge.next.run.delay.seconds", "5"),
            Map.entry("logging.type", "slf4j"),
            Map.entry("shutdownhook.enabled", "false"),
            Map.entry("operation.thread.count", "2"),
            Map.entry("io.thread.count", "1"),
            Map.entry("prefer.ipv4.stack", "true"),
            Map.entry("wait.seconds.before.join", "0"),
            Map.entry("graceful.shutdown.max.wait", "1"),
            Map.entry("jmx", "false"))
        .forEach((key, value) -> properties.setProperty("hazelcast." + key, value));
    return properties;
  }
}
