package dev.weir.router.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterEvent;
import dev.weir.wccp.router.RouterGroup;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class WccpDebugTest {
  private static final Inet4Address ROUTER = Inet4Address.ofLiteral("203.0.113.255");
  private static final Inet4Address CACHE = Inet4Address.ofLiteral("192.0.2.11");
  private static final Component.Service WEB = ServiceGroup.WEB_CACHE.standardService();

  private final RouterGroup group =
      new RouterGroup(
          RouterGroup.Settings.standard(
              WEB,
              ROUTER,
              RouterOffer.plain(Duration.ofSeconds(1), Duration.ofSeconds(10)),
              source -> source.equals(CACHE)));
  private final List<String> lines = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private WccpDebug debug = new WccpDebug(EnumSet.allOf(WccpDebug.Topic.class));

  @Test
  @DisplayName("§7.3 the life of a cache in the words of debug ip wccp")
  void life() {
    receive(hereIAm(0));
    receive(hereIAm(1));
    receive(assign(2));
    now = now.plusSeconds(26);
    deadline();
    now = now.plusSeconds(10);
    deadline();

    assertThat(lines)
        .containsExactly(
            "WCCP-EVNT:S00: Here_I_Am packet from 192.0.2.11 w/bad rcv_id 00000000",
            "WCCP-PKT:S00: Sending I_See_You packet to 192.0.2.11 w/ rcv_id 00000001",
            "WCCP-PKT:S00: Received valid Here_I_Am packet from 192.0.2.11 w/rcv_id 00000001",
            "WCCP-EVNT:S00: Built new router view: 1 routers, 1 usable WCCP clients,"
                + " change # 00000003",
            "%WCCP-5-SERVICEFOUND: Service web-cache acquired on WCCP client 192.0.2.11",
            "WCCP-PKT:S00: Sending I_See_You packet to 192.0.2.11 w/ rcv_id 00000002",
            "WCCP-EVNT:S00: Redirect_Assignment packet from 192.0.2.11, cache info updated",
            "WCCP-PKT:S00: Sending Removal_Query packet to 192.0.2.11w/ rcv_id 00000003",
            "WCCP-EVNT:S00: Built new router view: 1 routers, 0 usable WCCP clients,"
                + " change # 00000005",
            "%WCCP-1-SERVICELOST: Service web-cache lost on WCCP client 192.0.2.11",
            "WCCP-EVNT:S00: Cleared assignment key 192.0.2.11, wc id: 192.0.2.11, wc addr:"
                + " 192.0.2.11");
  }

  @Test
  @DisplayName("what is refused is an event with its reason; a dynamic service is D and its number")
  void refused() {
    receive(hereIAm(0));
    lines.clear();
    receive(assign(7));
    assertThat(lines)
        .containsExactly(
            "WCCP-EVNT:S00: Redirect_Assignment packet from 192.0.2.11 fails source check");

    var dynamic = new ServiceGroup(ServiceGroup.Type.DYNAMIC, 90);
    var valid = new Greeting(CACHE, new ReceiveId(0x327), true, true);
    assertThat(debug.received(dynamic, valid, CACHE))
        .containsExactly(
            "WCCP-PKT:D90: Received valid Here_I_Am packet from 192.0.2.11 w/rcv_id 00000327");
  }

  @Test
  @DisplayName("only the topics that were asked for are told")
  void topics() {
    debug = new WccpDebug(Set.of(WccpDebug.Topic.PACKETS));
    receive(hereIAm(0));
    receive(hereIAm(1));
    assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("WCCP-PKT:"));

    lines.clear();
    debug = new WccpDebug(Set.of());
    receive(hereIAm(2));
    assertThat(lines).isEmpty();
  }

  private void receive(Message message) {
    RouterSnapshot before = group.snapshot();
    Greeting.of(message, CACHE, before)
        .ifPresent(it -> lines.addAll(debug.received(WEB.group(), it, CACHE)));
    tell(group.on(new RouterEvent.Received(message, CACHE, ROUTER), now));
  }

  private void deadline() {
    tell(group.on(new RouterEvent.DeadlinePassed(), now));
  }

  private void tell(List<RouterEffect> effects) {
    lines.addAll(debug.effects(effects, group.snapshot(), 1));
  }

  private static Message hereIAm(int echoed) {
    return new Message.HereIAm(
        0,
        WEB,
        CacheIdentity.hash(CACHE, true, BucketSet.EMPTY, 0, 0),
        new Component.CacheView(
            1,
            List.of(new Component.CacheView.HeardRouter(ROUTER, new ReceiveId(echoed))),
            List.of()),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private Message assign(int receiveId) {
    return new Message.RedirectAssign(
        0,
        WEB,
        new Component.AssignmentInfo(
            new AssignmentKey(CACHE, 7),
            List.of(
                new Component.AssignmentInfo.AddressedRouter(
                    ROUTER, new ReceiveId(receiveId), group.snapshot().memberChange())),
            HashAssignment.ofShares(Map.of(CACHE, BucketSet.of(IntStream.range(0, 128)))),
            Component.Form.PLAIN),
        List.of());
  }
}
