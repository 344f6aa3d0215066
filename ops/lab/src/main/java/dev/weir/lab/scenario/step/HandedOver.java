package dev.weir.lab.scenario.step;

import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A packet that the router hands over as it is, to the link address of the cache that owns it
/// (§6.4).
final class HandedOver {
  private static final Duration LIMIT = Duration.ofSeconds(20);
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

  /// A spared connection: its packets go to the owner, and from there back to the router, as they
  /// are.
  void giveBack(LabHost client, LabHost owner) throws LabFailure, InterruptedException {
    say(owner, "add", FollowedRequest.ORIGIN.address(), "for", "10m", "because", "a test");
    Curl.Answer answer = Curl.get(client, URL, CLIENT_LIMIT);
    List<Seen.Plain> seen = packetsOf(client, answer.localPort(), 2);
    say(owner, "remove", FollowedRequest.ORIGIN.address());
    Curl.Answer after = Curl.get(client, URL, CLIENT_LIMIT);
    stage
        .screen()
        .line(
            "      spared   frame to %s, and back to %s: %d from the web server itself"
                .formatted(seen.getFirst().receiver(), seen.get(1).receiver(), answer.status()));
    var findings = stage.findings();
    findings.equal("spared: the frame is for the owner", linkOf(owner), seen.getFirst().receiver());
    findings.equal(
        "spared: it goes back to the router", linkOf(Plan.ROUTER, "rn"), seen.get(1).receiver());
    findings.equal("spared: status", 200, answer.status());
    findings.equal("spared: cache that answered", "", answer.cacheStatus().cache());
    findings.equal("spared no more", owner.pseudonym(), after.cacheStatus().cache());
  }

  private void say(LabHost node, String... words) throws LabFailure, InterruptedException {
    var arguments = new ArrayList<String>(List.of("bypass"));
    arguments.addAll(List.of(words));
    Shell.Outcome outcome = stage.programs().weir(node, arguments.toArray(String[]::new));
    stage.screen().detail(String.join(" ", arguments) + ": " + outcome.lastWord());
    stage.findings().equal("exit of weir bypass " + words[0], 0, outcome.exit());
  }

  /// The Ethernet address of a cache on its switch.
  private static String linkOf(LabHost cache) throws LabFailure, InterruptedException {
    return linkOf(cache, "n0");
  }

  private static String linkOf(LabHost host, String device)
      throws LabFailure, InterruptedException {
    return Shell.must(
            "ip", "netns", "exec", host.namespace(), "cat", "/sys/class/net/" + device + "/address")
        .strip();
  }

  private List<Seen.Plain> packetsOf(LabHost client, int port, int count)
      throws LabFailure, InterruptedException {
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
