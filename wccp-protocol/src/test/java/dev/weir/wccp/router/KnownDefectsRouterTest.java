package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.answer;
import static dev.weir.wccp.router.Bench.ignored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Share;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What other programs get wrong, as far as a router does it or must bear it (§8). The number after
/// the section is that of its list.
final class KnownDefectsRouterTest {
  private final Bench router = SettingsOf.web().bench();

  @Test
  @DisplayName(
      "§8.1-4 tables of one key may differ from router to router: ours is the one sent to us")
  void sameKeyOtherTable() {
    var one = router.joined("192.0.2.11");
    var two = router.joined("192.0.2.12");
    router.says(one);
    router.assigns(one, 1, Bench.buckets(one, two), Form.PLAIN);

    router.assigns(one, 1, Bench.buckets(one), Form.PLAIN);

    assertThat(router.state().assignment()).isEqualTo(Bench.buckets(one));
  }

  @Test
  @DisplayName("§8.1-6 a cache that answers no REMOVAL_QUERY is lost after 30 s all the same")
  void noAnswerToQuery() {
    router.joined("192.0.2.11");

    router.after(30);

    assertThat(router.state().caches()).isEmpty();
  }

  @Test
  @DisplayName(
      "§8.1-7 a cache that lists us with receive id 0 at first is answered as a first contact")
  void listedWithZero() {
    var squid = router.cache("192.0.2.11").listingUnheard();

    var effects = router.says(squid);

    assertThat(ignored(effects)).isEmpty();
    assertThat(answer(effects).router().receiveId()).isEqualTo(new ReceiveId(1));
    router.says(squid);
    assertThat(answer(router.says(squid)).view().caches().getFirst().historical())
        .as("U until a table")
        .isTrue();
  }

  @Test
  @DisplayName("§8.2-1 where every cache sends tables, the last valid one holds, under its own key")
  void everybodyAssigns() {
    var one = router.joined("192.0.2.11");
    var two = router.joined("192.0.2.12");
    router.says(one);
    router.assigns(one, 1, Bench.buckets(one), Form.PLAIN);

    router.assigns(two, 1, Bench.buckets(two), Form.PLAIN);

    assertThat(router.state().key()).contains(new AssignmentKey(two.address, 1));
    assertThat(router.state().assignment()).isEqualTo(Bench.buckets(two));
  }

  @Test
  @DisplayName(
      "§8.2-3 a cache that drops out of the list leaves no hole: the others keep their buckets")
  void holes() {
    var one = router.joined("192.0.2.11");
    var three = router.joined("192.0.2.13");
    router.says(one);
    var absent = router.cache("192.0.2.12");
    var sent = Bench.buckets(one, absent, three);

    router.assigns(one, 1, sent, Form.PLAIN);

    var table = router.state().assignment();
    assertThat(table.share(three.address)).isEqualTo(sent.share(three.address));
    assertThat(table.share(one.address)).isEqualTo(sent.share(one.address));
  }

  @Test
  @DisplayName("§8.2-4 U is understood at 0x8000, and written at 0x0001")
  void historicalFlag() {
    var cache = router.cache("192.0.2.11");
    byte[] octets = codec(cache.service.group()).encode(cache.hereIAm());
    int flagsAt = 8 + 8 + 28 + 4 + 6;
    assertThat(octets[flagsAt + 1] & 1).isEqualTo(1);
    octets[flagsAt] = (byte) 0x80;
    octets[flagsAt + 1] = 0;

    assertThat(codec(cache.service.group()).decode(octets))
        .isInstanceOfSatisfying(
            Decoded.Accepted.class,
            it -> assertThat(((Message.HereIAm) it.message()).cache().historical()).isTrue());
  }

  @Test
  @DisplayName("§8.2-5 taking one cache's buckets away leaves its neighbours' in the same octet")
  void neighbours() {
    var one = router.joined("192.0.2.11");
    var two = router.joined("192.0.2.12");
    var three = router.joined("192.0.2.13");
    router.says(one);
    var sent = Bench.buckets(one, two, three);
    router.assigns(one, 1, sent, Form.PLAIN);

    router.leaves(two);

    var shown = answer(router.says(one)).view().caches();
    assertThat(shown.getFirst().buckets()).isEqualTo(sent.share(one.address));
    assertThat(shown.getLast().buckets()).isEqualTo(sent.share(three.address));
  }

  @Test
  @DisplayName("§8.2-6 a cache that answers a REMOVAL_QUERY only once is kept")
  void oneAnswer() {
    var cache = router.joined("192.0.2.11");
    router.after(25);
    router.says(cache);

    assertThat(router.after(24)).isEmpty();
    assertThat(router.usable()).containsExactly(cache.address);
  }

  @Test
  @DisplayName("§8.2-7 a component that we do not know spoils nothing")
  void unknownComponent() {
    var cache = router.cache("192.0.2.11");
    var said = cache.hereIAm();
    var more = List.of(Component.Unknown.of(99, new byte[] {1, 2, 3, 4}));
    var odd =
        new Message.HereIAm(
            0,
            said.service(),
            said.cache(),
            said.view(),
            said.capabilities(),
            said.commands(),
            more);

    assertThat(answer(router.receives(odd, cache)).unknown()).isEmpty();
  }

  @Test
  @DisplayName("§8.2-8 what stands behind the last port is no part of a description")
  void behindTerminator() {
    var bench = SettingsOf.dynamic().bench();
    bench.joined("192.0.2.11");
    var other = bench.cache("192.0.2.12");
    byte[] octets = codec(Bench.DYNAMIC).encode(other.hereIAm());
    int thirdPortAt = 8 + 8 + 4 + 8 + 2 * 2;
    octets[thirdPortAt] = 0x1f;
    octets[thirdPortAt + 1] = 0x40;
    var decoded = (Decoded.Accepted) codec(Bench.DYNAMIC).decode(octets);

    assertThat(ignored(bench.receives(decoded.message(), other))).isEmpty();
  }

  @Test
  @DisplayName("§8.2-8 a standard service and a dynamic one of the same number are two groups")
  void standardAndDynamic() {
    var standard = new ServiceGroup(ServiceGroup.Type.STANDARD, 90);
    var cache = SettingsOf.dynamic().bench().cache("192.0.2.11");
    cache.service = standard.standardService();
    byte[] octets = codec(standard).encode(cache.hereIAm());

    assertThat(codec(Bench.DYNAMIC).decode(octets))
        .isInstanceOfSatisfying(
            Decoded.Rejected.class, it -> assertThat(it.cause()).isEqualTo(Decoded.Cause.SERVICE));
  }

  @Test
  @DisplayName("§8.2-11 silent caches are timed out; tables are heeded; who lists us not, is not")
  void testRouter() {
    var one = router.joined("192.0.2.11");
    router.assigns(one, 1, Bench.buckets(one), Form.PLAIN);
    assertThat(router.state().key()).as("heeded").isPresent();
    var stranger = router.cache("192.0.2.12");
    stranger.deaf = true;
    for (int i = 0; i < 4; i++) {
      router.says(stranger);
    }
    assertThat(router.usable()).as("does not list us").containsExactly(one.address);

    router.after(30);

    assertThat(router.usable()).as("timed out").isEmpty();
  }

  @Test
  @DisplayName("§8.2-11 only a cache that may join and listens can describe a dynamic group")
  void anybodyDescribes() {
    var bench = SettingsOf.dynamic().bench();
    var hasty = bench.cache("192.0.2.12");
    hasty.service = new Component.Service(Bench.DYNAMIC, 1, 17, 0x12, List.of(53));
    bench.says(hasty);

    bench.joined("192.0.2.11");

    assertThat(bench.state().service()).isEqualTo(Bench.PROXY);
    assertThat(ignored(bench.says(hasty))).containsExactly(IgnoredReason.DESCRIPTION);
  }

  @Test
  @DisplayName("§8.2-12 weight and status are the cache's: a router copies them unchanged")
  void weights() {
    var cache = router.cache("192.0.2.11");
    cache.share = ((Share.Hash) cache.share).weighing(4321);
    router.join(cache);
    router.assigns(cache, 1, Bench.buckets(cache), Form.PLAIN);

    assertThat(answer(router.says(cache)).view().caches().getFirst().weight()).isEqualTo(4321);
  }

  @Test
  @DisplayName("§8.2-13 a table of more than 4096 octets is taken, and shown")
  void large() {
    var one = router.join(router.cache("192.0.2.11").byMask());
    var mask = new MaskSet.Mask(AddressBits.NONE, AddressBits.of(0x3ff), 0, 0);
    var values =
        IntStream.range(0, 1_024)
            .mapToObj(it -> new MaskSet.Value(mask.value(it), one.address))
            .toList();
    router.assigns(one, 1, new MaskAssignment(List.of(new MaskSet(mask, values))), Form.MASK);

    assertThat(router.length(answer(router.says(one)))).isGreaterThan(16_384);
  }

  private static MessageCodec codec(ServiceGroup group) {
    return new MessageCodec(Map.of(group, Security.NONE));
  }
}
