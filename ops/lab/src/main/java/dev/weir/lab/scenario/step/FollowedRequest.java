package dev.weir.lab.scenario.step;

import dev.weir.gre.RedirectHeader;
import dev.weir.lab.LabFailure;
import dev.weir.lab.capture.Capture;
import dev.weir.lab.capture.Seen;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Step 4: one request, from the sum over its destination address to the answer, and once more.
public final class FollowedRequest {
  /// The origin that is asked.
  public static final OriginName ORIGIN = OriginName.ALL.getFirst();

  static final String URL = "http://" + ORIGIN.host() + "/logo.png";
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int WCCP_GRE = 0x883e;
  private static final int IPV4_OCTETS = 20;
  private static final int GRE_OCTETS = 4;

  private final Stage stage;
  private final Capture wire;

  /// On a stage, with what is seen on the caches' side.
  public FollowedRequest(Stage stage, Capture wire) {
    this.stage = stage;
    this.wire = wire;
  }

  /// Plays the step.
  public void play(RouterView view) throws LabFailure, InterruptedException {
    LabHost first = Plan.CLIENTS.getFirst();
    stage.screen().timed("[4] one request, followed: %s opens %s".formatted(first.name(), URL));
    Curl.Answer answer = Curl.get(first, URL, LIMIT);
    requireAnswer(first, answer);
    int slot = stage.dialect().slot(ORIGIN);
    LabHost owner = Plan.cacheAt(view.table().owner(slot));
    stage
        .screen()
        .line(
            "      router   %s = %d     %s %d belongs to %s"
                .formatted(
                    stage.dialect().sum(ORIGIN),
                    slot,
                    stage.dialect().byMask() ? "value" : "bucket",
                    slot,
                    owner.name()));
    atTheNode(
        stage.dialect().plain()
            ? new HandedOver(stage, wire).follow(first, answer.localPort(), owner)
            : inGre(first, answer, owner),
        owner,
        answer);
    again(owner);
    if (stage.dialect().plain()) {
      new HandedOver(stage, wire).giveBack(first, owner);
    }
  }

  /// Gives the octets that the router has put before the client's packet.
  private int inGre(LabHost client, Curl.Answer answer, LabHost owner)
      throws LabFailure, InterruptedException {
    Seen.Redirected packet = packetOf(client, answer);
    showPacket(packet);
    onTheWire(packet, owner);
    return packet.overhead();
  }

  private static void requireAnswer(LabHost client, Curl.Answer answer) throws LabFailure {
    if (answer.exit() != 0) {
      throw new LabFailure(
          client.name() + " gets no answer for " + URL + ": curl ended with " + answer.exit());
    }
  }

  /// The SYN of the very connection that curl says it used.
  private Seen.Redirected packetOf(LabHost client, Curl.Answer answer)
      throws LabFailure, InterruptedException {
    var found = new ArrayList<Seen.Redirected>();
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "no redirected packet from port " + answer.localPort() + " of " + client.name(),
            LIMIT,
            () -> {
              wire.seen().stream()
                  .flatMap(
                      seen -> seen instanceof Seen.Redirected r ? Stream.of(r) : Stream.empty())
                  .filter(packet -> packet.inner().syn())
                  .filter(packet -> packet.inner().source().equals(client.address()))
                  .filter(packet -> packet.inner().sourcePort() == answer.localPort())
                  .forEach(found::add);
              return !found.isEmpty();
            });
    return found.getFirst();
  }

  private void showPacket(Seen.Redirected packet) {
    stage
        .screen()
        .line(
            "      wire     %s > %s GRE 0x%04X | %s%s > %s:%d SYN"
                .formatted(
                    packet.source(),
                    packet.destination(),
                    packet.protocol(),
                    packet
                        .redirect()
                        .map(it -> "service %d bucket %d | ".formatted(it.serviceId(), it.bucket()))
                        .orElse(""),
                    packet.inner().source(),
                    packet.inner().destination(),
                    packet.inner().destinationPort()));
  }

  private void onTheWire(Seen.Redirected packet, LabHost owner) {
    var findings = stage.findings();
    findings.equal("GRE protocol type", hex(WCCP_GRE), hex(packet.protocol()));
    boolean headed = stage.dialect().version() > 1;
    findings.equal(
        "octets before the inner packet",
        IPV4_OCTETS + GRE_OCTETS + (headed ? RedirectHeader.OCTETS : 0),
        packet.overhead());
    findings.equal("has a redirect header", headed, packet.redirect().isPresent());
    packet
        .redirect()
        .ifPresent(header -> {
          findings.equal("service in the redirect header", 0, header.serviceId());
          if (!stage.dialect().byMask()) { // by mask there is no bucket (§6.3)
            findings.equal("bucket in the redirect header", ORIGIN.bucket(), header.bucket());
          }
        });
    findings.equal("GRE sender", Plan.ROUTER.address(), packet.source());
    findings.equal("GRE receiver owns the bucket", owner.address(), packet.destination());
    findings.equal(
        "address the redirected packet is for", ORIGIN.address(), packet.inner().destination());
  }

  private static String hex(int value) {
    return "0x%04X".formatted(value);
  }

  private void atTheNode(int overhead, LabHost owner, Curl.Answer answer)
      throws LabFailure, InterruptedException {
    long fetches = OriginControl.counts().getOrDefault(URL, 0L);
    List<String> holders = holders();
    String stored = holders.equals(List.of(owner.name())) ? "stored here" : "stored on " + holders;
    stage
        .screen()
        .line(
            dev.weir.lab.screen.Screen.withEnd(
                "      %s  strips %d bytes, answers as %s: %s, fetched %s, %s"
                    .formatted(
                        owner.name(),
                        overhead,
                        answer.remoteAddress(),
                        word(answer),
                        fetches == 1 ? "once" : fetches + " times",
                        stored),
                millis(answer)));
    var findings = stage.findings();
    findings.equal("address the client is connected to", ORIGIN.address(), answer.remoteAddress());
    findings.equal("status the client gets", 200, answer.status());
    findings.equal("cache that answered", owner.pseudonym(), answer.cacheStatus().cache());
    findings.equal("first answer", "MISS", word(answer));
    findings.equal("fetches of the followed URL", 1L, fetches);
    findings.equal("nodes that store the followed URL", List.of(owner.name()), holders);
    for (var event : stage.node(owner).events(0)) {
      stage.screen().detail(owner.name() + " " + event.name() + " " + event.fields());
    }
  }

  private List<String> holders() throws InterruptedException {
    var holders = new ArrayList<String>();
    for (LabHost cache : Plan.CACHES) {
      if (stage.node(cache).inventory().contains(URL)) {
        holders.add(cache.name());
      }
    }
    return holders;
  }

  private void again(LabHost owner) throws LabFailure, InterruptedException {
    LabHost second = Plan.CLIENTS.get(1);
    Curl.Answer answer = Curl.get(second, URL, LIMIT);
    requireAnswer(second, answer);
    stage
        .screen()
        .line(
            dev.weir.lab.screen.Screen.withEnd(
                "      again    %s: %s".formatted(second.name(), word(answer)), millis(answer)));
    stage.findings().equal("second client's answer", "HIT", word(answer));
    stage
        .findings()
        .equal("cache that answered again", owner.pseudonym(), answer.cacheStatus().cache());
  }

  private static String word(Curl.Answer answer) {
    if (!answer.cacheStatus().present()) {
      return "no cache";
    }
    return answer.cacheStatus().hit() ? "HIT" : "MISS";
  }

  private static String millis(Curl.Answer answer) {
    return String.format(Locale.ROOT, "%.1f ms", answer.millis());
  }
}
