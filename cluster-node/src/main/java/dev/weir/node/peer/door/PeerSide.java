package dev.weir.node.peer.door;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.life.HostException;
import dev.weir.node.life.Teardown;
import dev.weir.node.peer.Epochs;
import dev.weir.node.peer.PeerListener;
import dev.weir.node.peer.PeerMeters;
import dev.weir.node.peer.PeerProtocol;
import dev.weir.node.peer.PeerService;
import dev.weir.node.peer.PeerTls;
import dev.weir.node.peer.identity.PeerIdentity;
import dev.weir.node.peer.link.PeerLink;
import dev.weir.node.peer.link.PeerStates;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;

/// The node as the other nodes see it, where the configuration says who it is to them. Opened and
/// closed by the thread that starts the node.
public final class PeerSide {
  private static final Duration STRANGER_GAP = Duration.ofSeconds(1);

  private final NodeConfig config;
  private final EventLog events;
  private final InstantSource clock;
  private final PeerLink.Settings settings;

  /// What answers the other nodes.
  ///
  /// @param loops where their connections live
  /// @param conversation begins what follows TLS, with a door
  public record Answering(EventLoopGroup loops, BiConsumer<Channel, PeerDoor> conversation) {}

  private PeerSide(
      NodeConfig config, EventLog events, InstantSource clock, PeerLink.Settings settings) {
    this.config = config;
    this.events = events;
    this.clock = clock;
    this.settings = settings;
  }

  /// A side that does not listen yet.
  ///
  /// @param clock monotonic
  /// @throws HostException when the certificate and its key cannot be used
  public static PeerSide of(
      NodeConfig config,
      PeerIdentity identity,
      Telemetry telemetry,
      EventLog events,
      InstantSource clock,
      Epochs epochs)
      throws HostException {
    var states = new PeerStates(PeerProtocol.VERSION, clock, events);
    try {
      var settings =
          new PeerLink.Settings(
              new PeerTls(identity),
              config.node().address(),
              config.peers().port(),
              PeerLink.LIFE,
              epochs,
              states,
              new PeerMeters(telemetry));
      telemetry.gauge(NodeMetric.PEERS_SILENT, states::silentCount);
      watchExpiry(identity, telemetry, events);
      return new PeerSide(config, events, clock, settings);
    } catch (SSLException e) {
      throw new HostException("The peer link's certificate cannot be used: " + e.getMessage(), e);
    }
  }

  private static void watchExpiry(PeerIdentity identity, Telemetry telemetry, EventLog events) {
    var wallClock = InstantSource.system();
    telemetry.gauge(
        NodeMetric.PEER_CERTIFICATE_SECONDS,
        () -> Duration.between(wallClock.instant(), identity.expiry()).toSeconds());
    var left = Duration.between(wallClock.instant(), identity.expiry());
    if (left.compareTo(PeerIdentity.WARNED_BEFORE) < 0) {
      events.record(NodeEvent.CERTIFICATE_EXPIRES, "at", identity.expiry(), "days", left.toDays());
    }
  }

  /// What the way to the other nodes is made with.
  public PeerLink.Settings settings() {
    return settings;
  }

  /// Begins to listen.
  ///
  /// @throws HostException when the host refuses the listener; then nothing stays
  public void listen(Answering answering, PeerService service, Teardown teardown)
      throws HostException {
    var address = new InetSocketAddress(settings.own(), settings.port());
    var guard =
        new PeerListener.Guard(
            settings.tls(), settings.meters(), events, new RateLimit(STRANGER_GAP), clock);
    var means =
        new PeerDoor.Means(
            PeerProtocol.VERSION, settings.epochs(), new Desk(service), settings.meters());
    try {
      var listener =
          PeerListener.bind(
              answering.loops(),
              address,
              guard,
              channel -> answering.conversation().accept(channel, new PeerDoor(channel, means)));
      teardown.then(listener::close);
      events.record(NodeEvent.PEERS_LISTEN, "address", listener.address());
    } catch (IOException e) {
      throw new HostException(
          "Cannot listen on "
              + address
              + " for the other nodes of "
              + config.cluster().name()
              + ": "
              + e.getMessage()
              + ". `ss -ltnp sport = "
              + address.getPort()
              + "` tells who has the port; peers.port is another one.",
          e);
    }
  }
}
