package dev.weir.node.config.sidecar;

import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The `proxy.sidecar` section: another program on this host, such as Squid, nginx, HAProxy or
/// Varnish, answers the diverted connections (ADR-0023).
///
/// `path` empty asks no more than whether the program accepts connections. `idle` is how long
/// nothing may pass on a connection that this node carries.
public record SidecarConfig(
    ListenAddress to, HandOver handOver, Optional<String> path, Health health, Duration idle) {
  /// How a connection gets there.
  public enum HandOver {
    /// The kernel hands it over: the program's listener is transparent, and accepts it itself.
    TPROXY,
    /// This node accepts it and carries its octets, after the addresses in a PROXY protocol header.
    PROXY_PROTOCOL
  }

  /// What the health request says and expects: a Host field, and a status in 100–599.
  public record Health(String host, int status) {}

  private static final String EXAMPLE = "127.0.0.1:3129";
  private static final List<String> KEYS =
      List.of("hand-over", "health", "health-host", "health-status", "idle");
  private static final String HOST = "weir";
  private static final int STATUS = 200;
  private static final Duration IDLE = Duration.ofMinutes(10);

  /// Whether the kernel hands connections over.
  public boolean byKernel() {
    return handOver == HandOver.TPROXY;
  }

  /// Reads the section; empty when it is not written. An address that is given goes before `to`.
  public static Optional<SidecarConfig> read(SectionReader section, Optional<ListenAddress> given) {
    var written =
        section
            .key(
                "to",
                Values.listen(),
                "Where a program beside this node listens that answers the diverted connections"
                    + " in its stead, such as "
                    + EXAMPLE
                    + ". A loopback address.")
            .optional();
    var read = withoutAddress(section);
    var to = given.or(() -> written);
    to.filter(it -> !it.address().isLoopbackAddress())
        .ifPresent(it ->
            section.refuse(
                "to",
                it.address().getHostAddress() + " is no loopback address",
                "let the program listen on 127.0.0.1: others must not reach it past the routers"));
    if (to.isEmpty() && KEYS.stream().anyMatch(section::has)) {
      section.refuse("to", "missing", "write where the program listens, such as " + EXAMPLE);
    }
    return to.map(read);
  }

  private static Function<ListenAddress, SidecarConfig> withoutAddress(SectionReader section) {
    var handOver =
        section
            .key(
                "hand-over",
                Values.oneOf(HandOver.class),
                "How it gets them. tproxy: its listener is transparent (Squid, HAProxy);"
                    + " proxy-protocol: this node carries them after a PROXY protocol header"
                    + " (nginx, Varnish, HAProxy).")
            .or(HandOver.TPROXY);
    var path =
        section
            .key(
                "health",
                Values.path("/weir-health"),
                "What it is asked every health.self-test, along the way of a diverted connection."
                    + " Without it, to accept a connection is enough.")
            .optional();
    var health = health(section);
    var idle =
        section
            .key(
                "idle",
                Quantities.duration(Duration.ofSeconds(10), Duration.ofHours(24)),
                "With proxy-protocol, how long nothing may pass on a connection until it is ended.")
            .or(IDLE);
    return to -> new SidecarConfig(to, handOver, path, health, idle);
  }

  private static Health health(SectionReader section) {
    return new Health(
        section.key("health-host", Values.host(), "The Host field of that request.").or(HOST),
        section
            .key("health-status", Values.integer(100, 599), "The status that says it is well.")
            .or(STATUS));
  }
}
