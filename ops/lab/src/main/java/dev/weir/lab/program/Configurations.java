package dev.weir.lab.program;

import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// The configuration files the lab writes: what an operator would write for this network.
///
/// T is 1 s, the lab's choice (a Cisco router's is 10 s), so that a run takes a minute.
public final class Configurations {
  /// The shared secret of the service group; eight characters are the most WCCP knows (§3.1).
  public static final String PASSWORD = "lab-8chr";

  private Configurations() {}

  /// `node.yaml` of a cache.
  public static String node(LabHost cache, Path password) {
    String members =
        Plan.CACHES.stream().map(LabHost::address).collect(Collectors.joining(", ", "[", "]"));
    return """
    node:      { name: %s, address: %s }
    wccp:
      routers: [%s]
      version: 2
      password: file:%s
      interval: 1s
      forwarding: [gre]
      assignment: [hash]
      services: [web-cache]
    gre:       { receive: pcap, interface: n0, tun: wccp0 }
    ownership: { by: destination, group: web-cache }
    cluster:   { members: %s, port: 5701, name: weir }
    cache:     { memory: 64MiB }
    proxy:
      intercept: { ports: [80] }
    origin:    { address: node, connect-timeout: 3s }
    dns:       { servers: [%s] }
    admin:     { listen: 127.0.0.1:%d }
    log:       { level: info }
    """
        .formatted(
            cache.name(),
            cache.address(),
            Plan.ROUTER.address(),
            password,
            members,
            Plan.ORIGINS.address(),
            Admin.NODE_PORT);
  }

  /// `router.yaml` of the router.
  public static String router(Path password) {
    return """
    router:     { id: %s }
    interfaces:
      rc: { redirect-in: [web-cache] }
      rn: { redirect-exclude-in: true }
    services:
      - { name: web-cache, password: file:%s }
    timers:     { transmit: 1s..10s }
    admin:      { listen: 127.0.0.1:%d }
    """
        .formatted(Plan.ROUTER.address(), password, Admin.ROUTER_PORT);
  }
}
