package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A packet that the router hands over as it is, to the link address of the cache that owns it
/// (§6.4).
final class HandedOver {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration CLIENT_LIMIT = Duration.ofSeconds(10);
  private static final String URL = "http://" + FollowedRequest.ORIGIN.host() + "/spared";

  private final Stage stage;
  private final Capture wire;

  HandedOver(Stage stage, Capture wire) {
    this.stage = stage;
    this.wire = wire;
  }

  /// Checks the SYN from this port of the client, and gives the octets before it: none.
  int follow(LabHost client, int port, LabHost owner) throws LabFailure, InterruptedException {
    Seen.Plain packet = packetsOf(client, port, 1).getFirst();
    stage
        .screen()
        .line(
            "      wire     frame to %s | %s > %s:%d SYN"
                .formatted(
                    packet.receiver(),
                    packet.source(),
                    packet.destination(),
                    packet.packet().destinationPort()));
    var findings = stage.findings();
    findings.equal("the frame is for the owner of the value", linkOf(owner), packet.receiver());
    findings.equal(
        "address the redirected packet is for",
        FollowedRequest.ORIGIN.address(),
        packet.destination());
    return 0;
  }

  /// The Ethernet address of a cache on its switch.
  static String linkOf(LabHost cache) throws LabFailure, InterruptedException {
    return Shell.must("ip", "netns", "exec", cache.namespace(), "cat", "/sys/class/net/n0/address")
        .strip();
  }

  private Seen.Plain packetOf(LabHost client, int port) throws LabFailure, InterruptedException {
    var found = new ArrayList<Seen.Plain>();
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "no packet from port " + port + " of " + client.name() + " on the caches' side",
            LIMIT,
            () -> {
              found.clear();
              wire.seen().stream()
                  .flatMap(seen -> seen instanceof Seen.Plain p ? Stream.of(p) : Stream.empty())
                  .filter(packet -> packet.packet().syn())
                  .filter(packet -> packet.source().equals(client.address()))
                  .filter(packet -> packet.packet().sourcePort() == port)
                  .forEach(found::add);
              return found.size() >= count;
            });
    return List.copyOf(found);
  }
}
