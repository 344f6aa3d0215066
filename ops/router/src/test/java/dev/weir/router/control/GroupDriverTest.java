package dev.weir.router.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.control.GroupMachine.Outgoing;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.router.config.WebCacheRouter;
import dev.weir.router.packet.RedirectDecision;
import dev.weir.router.packet.Verdict;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.router.RouterGroup;
import dev.weir.wccp.router.Version1Router;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class GroupDriverTest {
  private static final Inet4Address ROUTER = Inet4Address.ofLiteral("10.0.2.1");
  private static final Inet4Address CACHE = Inet4Address.ofLiteral("10.0.2.11");
  private static final Inet4Address STRANGER = Inet4Address.ofLiteral("198.51.100.7");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Component.Service WEB = ServiceGroup.WEB_CACHE.standardService();

  private final EventLog events = new EventLog("test", () -> START);
  private final Telemetry telemetry = new Telemetry();
  private Instant now = START;
  private final RedirectBoard board =
      new RedirectBoard(WebCacheRouter.config(ROUTER, 2, false), _ -> {});
  private final GroupDriver driver =
      new GroupDriver(
          new RouterGroup(
              RouterGroup.Settings.standard(
                  WEB,
                  ROUTER,
                  RouterOffer.plain(Duration.ofSeconds(1), Duration.ofSeconds(10)),
                  source -> !source.equals(STRANGER))),
          board.rules().getFirst(),
          events,
          new RouterJournal(ROUTER, events, telemetry),
          board,
          START);

  @Test
  @DisplayName("§4.4 a usable cache without an assignment moves no packet, but is exempt itself")
  void usable() {
    ReceiveId first = answer(hereIAm(ReceiveId.NONE));
    assertThat(names()).isEmpty();

    answer(hereIAm(first));

    assertThat(names()).containsExactly("cache-usable");
    assertThat(fields(0)).containsEntry("cache", "10.0.2.11").containsEntry("usable", "1");
    assertThat(verdict(7)).isEqualTo(new Verdict.Spared(0, Verdict.Forward.NO_TABLE));
    assertThat(verdict("10.0.2.11", 7)).isEqualTo(Verdict.Forward.FROM_CACHE);
  }

  @Test
  @DisplayName("§4.4 an accepted REDIRECT_ASSIGN moves the packets of the assigned buckets")
  void installed() {
    assign();

    assertThat(names()).containsExactly("cache-usable", "assignment-installed");
    assertThat(fields(1))
        .containsEntry("key", "10.0.2.11/7")
        .containsEntry("assigned", "128")
        .containsEntry("millis", "1500");
    assertThat(verdict(127)).isEqualTo(new Verdict.Redirect(0, CACHE, OptionalInt.of(127)));
    assertThat(verdict(128)).isEqualTo(new Verdict.Spared(0, Verdict.Forward.UNASSIGNED));
  }

  @Test
  @DisplayName("§4.4 the last cache falls silent: everything is forwarded again")
  void silent() {
    assign();

    now = now.plusSeconds(30);
    driver.deadlinePassed(now);

    assertThat(names()).endsWith("cache-lost", "assignment-flushed");
    assertThat(fields(2)).containsEntry("cause", "silent").containsEntry("usable", "0");
    assertThat(verdict(127)).isEqualTo(new Verdict.Spared(0, Verdict.Forward.NO_TABLE));
    assertThat(verdict("10.0.2.11", 7)).isInstanceOf(Verdict.Spared.class);
  }

  @Test
  @DisplayName("§4.4 a cache outside the group-list is counted, logged and not answered")
  void groupList() {
    List<Outgoing> sends = driver.received(hereIAm(ReceiveId.NONE), STRANGER, ROUTER, now);

    assertThat(sends).isEmpty();
    assertThat(names()).containsExactly("group-list-refused");
    assertThat(telemetry.scrape())
        .contains("weir_router_wccp_refused_total{cause=\"denied-to-group\"} 1.0");
    assertThat(driver.snapshot().caches()).isEmpty();
    assertThat(driver.deniedToGroup()).isEqualTo(1);
  }

  @Test
  @DisplayName("§2.5 a table of version 1 has no key: its packets go without redirect header")
  void version1() {
    var old = new RedirectBoard(WebCacheRouter.config(ROUTER, 1, false), _ -> {});
    var router =
        new GroupDriver(
            new Version1Router(new Version1Router.Settings(ROUTER, _ -> true)),
            old.rules().getFirst(),
            events,
            new RouterJournal(ROUTER, events, telemetry),
            old,
            START);
    for (int received = 0; received < 2; received++) {
      var hello = new Version1.HereIAm(4, BucketSet.EMPTY, false, new ReceiveId(received));
      router.received(hello, CACHE, ROUTER, now);
    }
    var nobody = new Verdict.Spared(0, Verdict.Forward.NO_TABLE);
    assertThat(verdict(old, "198.51.100.9", 127)).isEqualTo(nobody);

    var low = HashAssignment.ofShares(Map.of(CACHE, BucketSet.of(IntStream.range(0, 128))));
    router.received(new Version1.AssignBuckets(new ReceiveId(2), low), CACHE, ROUTER, now);
    assertThat(verdict(old, "198.51.100.9", 127))
        .isEqualTo(new Verdict.Redirect(0, CACHE, OptionalInt.empty()));
    assertThat(fields(1)).containsEntry("key", "none").containsEntry("assigned", "128");

    router.deadlinePassed(now.plusSeconds(30));
    assertThat(verdict(old, "198.51.100.9", 127)).isEqualTo(nobody);
    assertThat(names()).endsWith("cache-lost", "assignment-flushed");
  }

  /// The verdict on a client's packet whose destination is in a bucket.
  private Verdict verdict(int bucket) {
    return verdict("198.51.100.9", bucket);
  }

  private Verdict verdict(String source, int bucket) {
    return verdict(board, source, bucket);
  }

  private static Verdict verdict(RedirectBoard board, String source, int bucket) {
    var packet = ByteBuffer.allocate(40);
    packet.put(0, (byte) 0x45).put(9, (byte) 6).putInt(16, bucket).putShort(22, (short) 80);
    packet.put(12, Inet4Address.ofLiteral(source).getAddress());
    return RedirectDecision.decide(packet, 0, 40, board.inForce(), 0);
  }

  private void assign() {
    ReceiveId first = answer(hereIAm(ReceiveId.NONE));
    ReceiveId second = answer(hereIAm(first));
    now = now.plusMillis(1500);
    var everyLowBucket =
        HashAssignment.ofShares(Map.of(CACHE, BucketSet.of(IntStream.range(0, 128))));
    receive(
        new Message.RedirectAssign(
            0,
            WEB,
            new Component.AssignmentInfo(
                new AssignmentKey(CACHE, 7),
                List.of(
                    new Component.AssignmentInfo.AddressedRouter(
                        ROUTER, second, driver.snapshot().memberChange())),
                everyLowBucket,
                Component.Form.PLAIN),
            List.of()));
  }

  private ReceiveId answer(Message message) {
    List<Outgoing> sends = receive(message);
    assertThat(sends).hasSize(1);
    assertThat(sends.getFirst().to()).isEqualTo(CACHE);
    return ((Message.ISeeYou) sends.getFirst().message()).router().receiveId();
  }

  private List<Outgoing> receive(Message message) {
    return driver.received(message, CACHE, ROUTER, now);
  }

  private static Message hereIAm(ReceiveId heard) {
    List<Component.CacheView.HeardRouter> routers =
        heard.equals(ReceiveId.NONE)
            ? List.of()
            : List.of(new Component.CacheView.HeardRouter(ROUTER, heard));
    return new Message.HereIAm(
        0,
        WEB,
        CacheIdentity.hash(CACHE, true, BucketSet.EMPTY, 0, 0),
        new Component.CacheView(1, routers, List.of()),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private List<String> names() {
    return events.since(0).stream().map(EventLog.Entry::name).toList();
  }

  private Map<String, String> fields(int index) {
    return events.since(0).get(index).fields();
  }
}
