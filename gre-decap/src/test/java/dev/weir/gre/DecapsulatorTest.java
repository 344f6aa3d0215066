package dev.weir.gre;

import static dev.weir.gre.PacketRecipe.FORWARDER;
import static dev.weir.gre.PacketRecipe.NODE;
import static dev.weir.gre.PacketRecipe.PEER;
import static dev.weir.gre.PacketRecipe.ROUTER;
import static dev.weir.gre.PacketRecipe.SECOND_ROUTER;
import static dev.weir.gre.PacketRecipe.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.weir.gre.bypass.BypassTable;
import dev.weir.gre.stray.RouterMemory;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecapsulatorTest {
  private static final JoinedService WEB_CACHE =
      JoinedService.webCache(BucketSet.of(0xEA, 0x11), ReturnWay.GRE);
  private static final JoinedService DYNAMIC_70 =
      new JoinedService(
          true,
          70,
          Set.of(80, 8080),
          JoinedService.PortSide.DESTINATION,
          BucketSet.ALL,
          ReturnWay.GRE);
  private static final JoinedService DYNAMIC_70_BY_L2 =
      new JoinedService(
          true,
          70,
          Set.of(80, 8080),
          JoinedService.PortSide.DESTINATION,
          BucketSet.ALL,
          ReturnWay.L2);
  private static final JoinedService SOURCE_71 =
      new JoinedService(
          true, 71, Set.of(80), JoinedService.PortSide.SOURCE, BucketSet.ALL, ReturnWay.GRE);
  private static final JoinedService EVERY_PORT_72 =
      new JoinedService(
          true, 72, Set.of(), JoinedService.PortSide.DESTINATION, BucketSet.ALL, ReturnWay.GRE);

  static final DecapsulationPolicy POLICY =
      new DecapsulationPolicy(
              NODE,
              Set.of(address("192.0.2.61")),
              Map.of(
                  ROUTER,
                  List.of(WEB_CACHE, DYNAMIC_70, SOURCE_71, EVERY_PORT_72),
                  SECOND_ROUTER,
                  List.of(DYNAMIC_70_BY_L2)),
              Set.of(PEER))
          .sparing(
              new BypassTable.Builder()
                  .client(Ipv4Octets.toInt(address("198.51.100.128")), 25)
                  .origin(Ipv4Octets.toInt(address("203.0.113.200")), 29)
                  .port(8081)
                  .build())
          .relieving(BucketSet.of(0x77))
          .forwardedBy(Set.of(NODE, FORWARDER));

  private final Decapsulator decapsulator =
      new Decapsulator(POLICY, Decapsulator.OwnConnections.NONE, new Crowd());

  @Test
  @DisplayName("a delivered packet is found by offset and by its own total length, without padding")
  void findsTheInnerPacket() {
    byte[] packet = PacketRecipe.cook("v2 append=00000000 inner-total=0028");

    assertThat(decapsulator.judge(ByteBuffer.wrap(packet), 0, packet.length))
        .isEqualTo(Verdict.DELIVER);
    assertThat(decapsulator.innerOffset()).isEqualTo(28);
    assertThat(decapsulator.innerLength()).isEqualTo(40);
  }

  @Test
  @DisplayName("§6.4 a packet knows its router, its redirect word and its way back")
  void knowsTheWayBack() {
    judged("v2 options=01010101 redirect=FD0011EA", Verdict.INNER_OPTIONS);
    assertThat(decapsulator.innerOffset()).isEqualTo(28);
    assertThat(decapsulator.innerLength()).isEqualTo(44);
    assertThat(decapsulator.route()).isEqualTo(0xC0000201_FD0011EAL);
    assertThat(decapsulator.way()).isEqualTo(ReturnWay.GRE);

    judged("dynamic outer-src=192.0.2.2", Verdict.DELIVER);
    assertThat(decapsulator.route() >>> 32).isEqualTo(0xC0000202L);
    assertThat(decapsulator.way()).isEqualTo(ReturnWay.L2);

    judged("v1 inner-frag=2000", Verdict.INNER_FRAGMENT);
    assertThat(decapsulator.innerOffset()).isEqualTo(24);
    assertThat(decapsulator.route()).isEqualTo(0xC0000201_00000000L);
  }

  @Test
  @DisplayName("§6.4 what nobody knows whence it came goes to a router that is there, or nowhere")
  void knowsSomeRouter() {
    var second = Map.of(SECOND_ROUTER, List.of(DYNAMIC_70_BY_L2));
    var policy = new DecapsulationPolicy(NODE, Set.of(), second, Set.of());

    assertThat(policy.anyRoute()).isEqualTo(0xC0000202_01460000L);
    assertThat(policy.wayOf(policy.anyRoute())).isEqualTo(ReturnWay.L2);
    assertThat(policy.wayOf(0xC0000202_00000000L)).as("not joined").isEqualTo(ReturnWay.NONE);
    assertThat(policy.wayOf(0xC0000201_01460000L)).as("a stranger").isEqualTo(ReturnWay.NONE);
    assertThat(DecapsulationPolicy.refusing(NODE).anyRoute()).isEqualTo(RouterMemory.FORGOTTEN);
  }

  @Test
  @DisplayName("an Ethernet frame of IPv4 is judged behind its 14 octets, any other is refused")
  void judgesEthernet() {
    byte[] packet = PacketRecipe.cook("v1");
    var frame =
        ByteBuffer.allocate(14 + packet.length).putShort(12, (short) 0x0800).put(14, packet);

    assertThat(decapsulator.judgeEthernet(frame, 0, frame.limit())).isEqualTo(Verdict.DELIVER);
    assertThat(decapsulator.innerOffset()).isEqualTo(14 + 24);
    assertThat(decapsulator.judgeEthernet(frame, 0, 13)).isEqualTo(Verdict.LINK_TYPE);
    frame.putShort(12, (short) 0x8100);
    assertThat(decapsulator.judgeEthernet(frame, 0, frame.limit())).isEqualTo(Verdict.LINK_TYPE);
  }

  @Test
  @DisplayName("G1 a router that left the view is refused from the next packet on")
  void followsThePolicy() {
    byte[] packet = PacketRecipe.cook("v2");
    var window = ByteBuffer.wrap(packet);
    assertThat(decapsulator.judge(window, 0, packet.length)).isEqualTo(Verdict.DELIVER);

    decapsulator.follow(DecapsulationPolicy.refusing(NODE));

    assertThat(decapsulator.judge(window, 0, packet.length)).isEqualTo(Verdict.ROUTER_NOT_IN_VIEW);
  }

  @Test
  @DisplayName("§6.3 the dynamic flag, in either bit order, chooses between two services of one id")
  void choosesByDynamicFlag() {
    var dynamic =
        new JoinedService(
            true,
            0,
            Set.of(8080),
            JoinedService.PortSide.DESTINATION,
            BucketSet.ALL,
            ReturnWay.GRE);
    follow(List.of(WEB_CACHE, dynamic));
    judged("v2 redirect=010000EA dport=1F90", Verdict.DELIVER);
    judged("v2 redirect=800000EA dport=1F90", Verdict.DELIVER);
    judged("v2 redirect=000000EA dport=1F90", Verdict.INNER_PORT);

    follow(List.of(dynamic));
    judged("v1 dport=1F90", Verdict.SERVICE_UNKNOWN);
  }

  private void follow(List<JoinedService> services) {
    decapsulator.follow(
        new DecapsulationPolicy(NODE, Set.of(), Map.of(ROUTER, services), Set.of()));
  }

  @Test
  @DisplayName("of a node of our cluster packets within a connection are taken, of no other peer")
  void takesWhatIsForwarded() {
    judged("v2 outer-src=192.0.2.12 tcp-flags=10", Verdict.ROUTER_NOT_IN_VIEW);
    decapsulator.follow(POLICY.forwardedBy(Set.of(NODE, PEER)));
    judged("v2 outer-src=192.0.2.12 tcp-flags=10", Verdict.FORWARDED);
    judged("v2 outer-src=192.0.2.13 tcp-flags=10", Verdict.ROUTER_NOT_IN_VIEW);
  }

  @Test
  @DisplayName("§6.4 what was forwarded and nobody knows goes to a router of its service")
  void wayBeyond() {
    var rules = POLICY.forwardedBy(Set.of(PEER));
    int word = RedirectHeader.primary(true, 71, 3).toWord();
    long route = RouterMemory.route(Ipv4Octets.toInt(PEER), word);

    assertThat(rules.forwards(RouterMemory.router(route))).isTrue();
    assertThat(rules.forwards(Ipv4Octets.toInt(ROUTER))).isFalse();
    assertThat(rules.beyond(route)).isEqualTo(RouterMemory.route(Ipv4Octets.toInt(ROUTER), word));
    int strange = RedirectHeader.primary(true, 99, 3).toWord();
    assertThat(rules.beyond(RouterMemory.route(Ipv4Octets.toInt(PEER), strange)))
        .isEqualTo(rules.anyRoute());
  }

  @Test
  @DisplayName("a node that rests gives every new connection back, and keeps those it has")
  void rests() {
    decapsulator.follow(POLICY.resting(true));
    judged("v2", Verdict.UNHEALTHY);
    judged("v1", Verdict.UNHEALTHY);
    judged("v2 tcp-flags=10", Verdict.DELIVER);
    judged("v2 inner-dst=127.0.0.1", Verdict.INNER_DST_FORBIDDEN);

    decapsulator.follow(POLICY.resting(true).resting(false));
    judged("v2", Verdict.DELIVER);
  }

  @Test
  @DisplayName("a range outside the window is our own mistake")
  void refusesToReadOutside() {
    var window = ByteBuffer.allocate(100);

    assertThatThrownBy(() -> decapsulator.judge(window, 60, 41))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> decapsulator.judgeEthernet(window, -1, 10))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  @DisplayName("no packet, delivered, dropped or spared, costs the heap anything")
  void allocatesNothing() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var delivered = ByteBuffer.allocateDirect(2048).put(0, PacketRecipe.cook("v2"));
    var dropped = ByteBuffer.allocateDirect(2048).put(0, PacketRecipe.cook("v2 inner-proto=11"));
    var returned = ByteBuffer.allocateDirect(2048);
    returned.put(0, PacketRecipe.cook("v2 inner-dst=203.0.113.203"));
    var packets = List.of(delivered, dropped, returned);
    var counts = new VerdictCounts();
    judgeMany(packets, counts, 20_000);

    long before = threads.getCurrentThreadAllocatedBytes();
    judgeMany(packets, counts, 100_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThan(2_048);
    assertThat(counts.count(Verdict.DELIVER)).isEqualTo(120_000);
    assertThat(counts.count(Verdict.INNER_PROTOCOL)).isEqualTo(120_000);
    assertThat(counts.count(Verdict.BYPASSED)).isEqualTo(120_000);
  }

  private void judged(String recipe, Verdict expected) {
    byte[] packet = PacketRecipe.cook(recipe);
    assertThat(decapsulator.judge(ByteBuffer.wrap(packet), 0, packet.length)).isEqualTo(expected);
  }

  private void judgeMany(List<ByteBuffer> packets, VerdictCounts counts, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (int at = 0; at < packets.size(); at++) {
        counts.add(decapsulator.judge(packets.get(at), 0, 68));
      }
    }
  }
}
