package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.ignored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketTable;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// §4.4 REDIRECT_ASSIGN, in a group that goes by buckets.
final class RedirectAssignTest {
  private static final InetAddress OTHER_ROUTER = InetAddress.ofLiteral("192.0.2.2");

  private Bench router = SettingsOf.web().bench();
  private Puppet one = router.joined("192.0.2.11");
  private Puppet two = router.joined("192.0.2.12");

  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"PLAIN", "HASH"})
  @DisplayName("§4.4 a table of buckets is taken in the component of type 6 or 13")
  void installed(Form form) {
    router.says(one);

    var effects = router.assigns(one, 7, Bench.buckets(one, two), form);

    assertThat(effects)
        .containsExactly(
            new RouterEffect.Installed(new AssignmentKey(one.address, 7), Bench.buckets(one, two)));
    assertThat(router.state().memberChange()).as("not moved").isEqualTo(4);
    var seen = Bench.answer(router.says(two)).view();
    assertThat(seen.key()).contains(new AssignmentKey(one.address, 7));
    assertThat(seen.caches())
        .allMatch(it -> !it.historical())
        .allMatch(it -> it.buckets().size() == 128);
  }

  @Test
  @DisplayName("§4.4 step 2: the sender is a usable cache at its own address")
  void sender() {
    var assign = table(one.address, one.heard, change());

    assertThat(ignored(router.receives(assign, two))).containsExactly(IgnoredReason.ASSIGN_SENDER);
    var seen = router.cache("192.0.2.13");
    router.says(seen);
    assertThat(ignored(router.receives(table(seen.address, seen.heard, change()), seen)))
        .containsExactly(IgnoredReason.ASSIGN_SENDER);
    assertThat(router.state().key()).isEmpty();
  }

  @Test
  @DisplayName("§4.4 step 3: masks in a group of buckets are ignored")
  void form() {
    router.says(one);

    var effects = router.assigns(one, 1, Bench.values(one, two), Form.MASK);

    assertThat(ignored(effects)).containsExactly(IgnoredReason.ASSIGN_FORM);
    assertThat(router.state().key()).isEmpty();
  }

  @Test
  @DisplayName("§4.4 step 4: a table for other routers is ignored; ours stays")
  void notListed() {
    router.says(one);
    router.assigns(one, 1, Bench.buckets(one, two), Form.PLAIN);

    var effects = router.receives(notForUs(), one);

    assertThat(ignored(effects)).containsExactly(IgnoredReason.ASSIGN_NOT_LISTED);
    assertThat(router.state().key()).isPresent();
    assertThat(router.state().assignment().assignedCount()).isEqualTo(256);
  }

  @Test
  @DisplayName("§4.4 step 4, strict as rev 2.00: a table for other routers flushes ours")
  void notListedStrictly() {
    router = SettingsOf.web().strict().bench();
    one = router.joined("192.0.2.11");
    two = router.joined("192.0.2.12");
    router.says(one);
    router.assigns(one, 1, Bench.buckets(one, two), Form.PLAIN);
    var forged = notForUs();

    assertThat(router.receives(forged, two)).as("not of anybody").hasSize(1);
    assertThat(router.state().key()).isPresent();
    assertThat(router.receives(forged, one))
        .contains(new RouterEffect.Flushed(new AssignmentKey(one.address, 1)));

    assertThat(router.state().key()).isEmpty();
    assertThat(router.state().assignment().assignedCount()).isZero();
  }

  @Test
  @DisplayName("§4.4 step 5: the receive id is the last one sent to the sender")
  void receiveId() {
    router.says(one);

    assertThat(ignored(router.receives(table(one.address, new ReceiveId(2), change()), one)))
        .containsExactly(IgnoredReason.ASSIGN_RECEIVE_ID);
    assertThat(ignored(router.receives(table(one.address, two.heard, change()), one)))
        .as("that of another cache is not")
        .containsExactly(IgnoredReason.ASSIGN_RECEIVE_ID);
    assertThat(ignored(router.receives(table(one.address, one.heard, change()), one))).isEmpty();
  }

  @Test
  @DisplayName("§4.4 step 6: the member change number is the present one")
  void memberChange() {
    router.says(one);

    var effects = router.receives(table(one.address, one.heard, change() - 1), one);

    assertThat(ignored(effects)).containsExactly(IgnoredReason.ASSIGN_MEMBER_CHANGE);
    assertThat(router.state().key()).isEmpty();
  }

  @Test
  @DisplayName("§4.4 step 7: buckets of caches that are unknown here are unassigned")
  void unknownCaches() {
    router.says(one);
    var ghost = router.cache("192.0.2.99");

    router.assigns(one, 1, Bench.buckets(one, ghost, two), Form.PLAIN);

    var table = router.state().assignment();
    assertThat(table.caches()).containsExactly(one.address, two.address);
    assertThat(table.share(one.address).size()).isEqualTo(86);
    assertThat(table.share(two.address).size()).isEqualTo(85);
    assertThat(table.owner(1)).isEmpty();
  }

  @Test
  @DisplayName(
      "§4.5 of a cache that is listed twice the first place counts, with the buckets of both")
  void listedTwice() {
    router.says(one);
    byte[] octets = new byte[256];
    for (int bucket = 0; bucket < 256; bucket++) {
      octets[bucket] = (byte) (bucket % 3);
    }
    octets[5] = (byte) 0x82;
    var twice =
        new HashAssignment(
            List.of(one.address, two.address, one.address),
            BucketTable.ofOctets(octets, 3).orElseThrow());

    router.assigns(one, 1, twice, Form.PLAIN);

    var table = (HashAssignment) router.state().assignment();
    assertThat(table.caches()).containsExactly(one.address, two.address);
    assertThat(table.share(one.address).size()).isEqualTo(171);
    assertThat(table.share(two.address).size()).isEqualTo(85);
    assertThat(table.table().alternate(5)).as("the A flag stays").isTrue();
    router.leaves(one);
    assertThat(router.state().assignment().assignedCount()).isEqualTo(85);
  }

  @Test
  @DisplayName("§4.5 of two entries for us the first counts")
  void addressedTwice() {
    router.says(one);
    var assign =
        new Message.RedirectAssign(
            0,
            one.service,
            new AssignmentInfo(
                new AssignmentKey(one.address, 1),
                List.of(
                    new AddressedRouter(Bench.ROUTER, one.heard, change()),
                    new AddressedRouter(Bench.ROUTER, new ReceiveId(99), 99)),
                Bench.buckets(one),
                Form.PLAIN),
            List.of());

    assertThat(ignored(router.receives(assign, one))).isEmpty();
  }

  @Test
  @DisplayName("§4.4 without a valid table 50 s after a change of members the old one is flushed")
  void flushed() {
    router.says(one);
    router.assigns(one, 1, Bench.buckets(one, two), Form.PLAIN);
    exchange(20, one, two);
    var three = router.joined("192.0.2.13");

    assertThat(exchange(40, one, two, three)).noneMatch(RouterEffect.Flushed.class::isInstance);
    assertThat(exchange(10, one, two, three))
        .contains(new RouterEffect.Flushed(new AssignmentKey(one.address, 1)));
    assertThat(router.state().assignment().assignedCount()).isZero();
  }

  @Test
  @DisplayName("§4.4 a valid table stops the deadline: without another change it stays for good")
  void renewed() {
    router.says(one);
    router.assigns(one, 1, Bench.buckets(one, two), Form.PLAIN);

    assertThat(exchange(120, one, two)).noneMatch(RouterEffect.Flushed.class::isInstance);
    assertThat(router.state().key()).isPresent();
  }

  private List<RouterEffect> exchange(int seconds, Puppet... caches) {
    var all = new ArrayList<RouterEffect>();
    for (int i = 0; i < seconds; i += 10) {
      all.addAll(router.after(10));
      List.of(caches).forEach(it -> all.addAll(router.says(it)));
    }
    return all;
  }

  private int change() {
    return router.state().memberChange();
  }

  private Message.RedirectAssign table(InetAddress designated, ReceiveId id, int change) {
    return assign(designated, new AddressedRouter(Bench.ROUTER, id, change));
  }

  private Message.RedirectAssign notForUs() {
    return assign(one.address, new AddressedRouter(OTHER_ROUTER, one.heard, change()));
  }

  private Message.RedirectAssign assign(InetAddress designated, AddressedRouter to) {
    return new Message.RedirectAssign(
        0,
        one.service,
        new AssignmentInfo(
            new AssignmentKey(designated, 2), List.of(to), Bench.buckets(one, two), Form.PLAIN),
        List.of());
  }
}
