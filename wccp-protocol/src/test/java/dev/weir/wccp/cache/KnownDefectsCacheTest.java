package dev.weir.wccp.cache;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheEffect.Rejected;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Share;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What another cache is known to do wrong (§8.1): ours does not.
final class KnownDefectsCacheTest {
  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");

  @Test
  @DisplayName("§8.1-2 elements of every kind in one list are read by their own length")
  void elementsOfEveryKind() {
    router.speaks(1);
    router.lists(new CacheIdentity(Bench.cache(20), true, false, new Share.None()));
    router.lists(
        new CacheIdentity(
            Bench.cache(21), true, false, new Share.Extended(new Share.WeightOnly(7, 0))));
    router.lists(new CacheIdentity(Bench.cache(22), true, false, new Share.Mask(List.of(), 9, 0)));
    router.lists(Bench.cache(23));
    var bench = new Bench(Bench.speaking(Bench.settings(router), 1), router).join();
    bench.run(ofSeconds(15));

    assertThat(bench.group.snapshot().routers().getFirst().caches())
        .containsExactly(
            Bench.cache(20), Bench.cache(21), Bench.cache(22), Bench.cache(23), Bench.US);
    assertThat(bench.state(0)).isEqualTo("usable");
  }

  @Test
  @DisplayName("§8.1-3 the lowest address is elected by its octets, not as a native integer")
  void electsByOctets() {
    var low = InetAddress.ofLiteral("10.0.0.200");
    var high = InetAddress.ofLiteral("200.0.0.10");
    router.lists(low, high);
    var bench = Bench.with(router).settled();

    assertThat(bench.designated())
        .as("as a little-endian integer it were 200.0.0.10")
        .contains(low);
  }

  @Test
  @DisplayName("§8.1-4 routers with different views get one table under one key: what all list")
  void oneTableForAll() {
    router.lists(Bench.HIGHER, Bench.cache(13));
    other.lists(Bench.HIGHER, Bench.cache(14));
    Bench.with(router, other).settled();

    assertThat(router.table).isEqualTo(other.table);
    assertThat(router.key).isPresent().isEqualTo(other.key);
    assertThat(router.table.caches()).containsExactly(Bench.US, Bench.HIGHER);
  }

  @Test
  @DisplayName("§8.1-5 a lost table is noticed by its key and sent again; no change, no table")
  void lostTable() {
    router.installs = false;
    var bench = Bench.with(router).join().run(ofSeconds(16));
    assertThat(bench.assigns()).hasSize(1);
    router.installs = true;
    bench.run(ofSeconds(10));
    assertThat(router.key).isPresent();

    assertThat(bench.fresh().run(ofHours(1)).assigns()).isEmpty();
  }

  @Test
  @DisplayName("§8.1-6 a query is answered; SHUTDOWN is said")
  void answersAndLeaves() {
    var bench = Bench.with(router).settled();
    bench.receive(router.query(Bench.US), router.address);
    assertThat(bench.hellos()).hasSize(1);

    bench.on(new CacheEvent.Leave());
    assertThat(bench.lastHello().commands()).isPresent();
  }

  @Test
  @DisplayName("§8.1-7 U, vector, weight, view number and caches are what they are")
  void honest() {
    var bench = Bench.with(router).join();
    var first = bench.lastHello();
    assertThat(first.cache())
        .isEqualTo(CacheIdentity.hash(Bench.US, true, BucketSet.EMPTY, 100, 0));
    assertThat(first.view().routers()).as("none with receive id 0").isEmpty();

    bench.run(ofSeconds(45)).run(ofSeconds(10));

    var last = bench.lastHello();
    assertThat(last.cache().historical()).isFalse();
    assertThat(last.cache().buckets().size()).isEqualTo(256);
    assertThat(last.cache().weight()).isEqualTo(100);
    assertThat(last.view().caches()).containsExactly(Bench.US);
    assertThat(last.view().change()).isGreaterThan(first.view().change());
    int before = last.view().change();
    assertThat(bench.run(ofSeconds(10)).lastHello().view().change())
        .as("nothing has changed")
        .isEqualTo(before);
  }

  @Test
  @DisplayName("§8.1-8 an answer in 2.01, from another address, is believed")
  void otherVersionAndSource() {
    router.speaks(1);
    var bench = Bench.with(router).join();
    bench.receive(router.iSeeYou(router.address, Bench.US), InetAddress.ofLiteral("10.9.8.7"));

    assertThat(bench.state(0)).isEqualTo("seen");
  }

  @Test
  @DisplayName(
      "§8.1-9 a router that offers nothing for us stops neither others nor itself for good")
  void oneMismatch() {
    router.offers(2, 2);
    var bench = Bench.with(router, other).settled();
    assertThat(bench.state(1)).isEqualTo("assigned");

    router.offers(1, 1);
    bench.run(ofSeconds(60));

    assertThat(bench.state(0)).isEqualTo("assigned");
    assertThat(bench.told(Rejected.class)).isEmpty();
  }

  @Test
  @DisplayName(
      "§8.1-10 dynamic 0 is not standard 0, and the digest covers the message's own length")
  void typeAndLength() {
    var codec = new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, Security.md5("testing1")));
    byte[] message = codec.encode(router.iSeeYou(router.address, Bench.US));
    byte[] longer = Arrays.copyOf(message, message.length + 20);
    assertThat(codec.decode(longer)).isInstanceOf(Decoded.Accepted.class);

    message[36] = 1; // the service type, after header and security
    assertThat(codec.decode(message))
        .isInstanceOfSatisfying(
            Decoded.Rejected.class, it -> assertThat(it.cause()).isEqualTo(Decoded.Cause.SERVICE));
  }

  @Test
  @DisplayName("§8.1-11 a join takes no bucket from the one to the other of those that stay")
  void stable() {
    router.lists(Bench.HIGHER);
    var bench = Bench.with(router).settled();
    var before = (HashAssignment) router.table;
    router.lists(Bench.cache(13));
    bench.run(ofSeconds(40));
    var after = (HashAssignment) router.table;

    assertThat(after.movedSince(before)).isEqualTo(after.share(Bench.cache(13)));
  }

  @Test
  @DisplayName("§8.2-1 of two caches that hear the same one assigns, the other never")
  void oneAssigns() {
    router.lists(Bench.LOWER);
    assertThat(Bench.with(router).join().run(ofMinutes(10)).assigns()).isEmpty();
    other.lists(Bench.HIGHER);
    assertThat(Bench.with(other).join().run(ofMinutes(10)).assigns()).hasSize(1);
  }

  @Test
  @DisplayName("§8.2-2 by mask every cache gets its part, not the first one all")
  void maskForAll() {
    router.offers(1, 2).lists(Bench.HIGHER, Bench.cache(13));
    new Bench(Bench.masked(Bench.settings(router)), router).settled();

    assertThat(router.table.shares().values().stream().map(BucketSet::size))
        .containsExactlyInAnyOrder(22, 21, 21);
  }

  @Test
  @DisplayName("§8.2-3 a cache that not every router lists leaves no hole in the indices")
  void noHoles() {
    router.lists(Bench.LOWER, Bench.HIGHER);
    other.lists(Bench.HIGHER);
    var bench = Bench.with(router, other).settled();

    assertThat(router.table.caches()).containsExactly(Bench.US, Bench.HIGHER);
    assertThat(bench.group.snapshot().assignment().assignedCount()).isEqualTo(256);
    var table = ((HashAssignment) router.table).table();
    assertThat(IntStream.range(0, 256).map(it -> table.owner(it).orElse(9))).containsOnly(0, 1);
  }

  @Test
  @DisplayName("§8.2-4 U is 0x0001, and 0x8000 is taken for it")
  void historicalFlag() {
    var codec = new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, Security.NONE));
    var hello = Bench.with(router).join().lastHello();
    byte[] octets = codec.encode(hello);
    int flags = 8 + 8 + 28 + 4 + 6;
    assertThat(octets[flags] & 0xff).isZero();
    assertThat(octets[flags + 1]).isEqualTo((byte) 1);

    octets[flags] = (byte) 0x80;
    octets[flags + 1] = 0;

    assertThat(codec.decode(octets)).isEqualTo(new Decoded.Accepted(hello));
  }

  @Test
  @DisplayName("§8.2-5 a cache that loses a bucket loses no other of its octet")
  void oneBucket() {
    var shares = HashAssignment.ofShares(Map.of(Bench.US, BucketSet.of(IntStream.range(0, 256))));
    var less = BucketSet.of(IntStream.range(0, 256).filter(it -> it != 9));
    var bench = Bench.with(router).settled();
    router.lists(Bench.LOWER);
    router.shows(Bench.LOWER, 1, HashAssignment.ofShares(Map.of(Bench.US, less)));
    bench.run(ofSeconds(21));

    assertThat(bench.lastHello().cache().buckets()).isEqualTo(less);
    assertThat(shares.movedSince(HashAssignment.ofShares(Map.of(Bench.US, less))).size())
        .isEqualTo(1);
  }

  @Test
  @DisplayName("§8.2-6 a query is answered by three HERE_I_AM, not one")
  void threeAnswers() {
    var bench = Bench.with(router).settled();
    bench.receive(router.query(Bench.US), router.address);

    assertThat(bench.run(ofSeconds(2)).hellos()).hasSize(3);
  }

  @Test
  @DisplayName("§8.2-7 components in another order, and an unknown one at the end, are no obstacle")
  void anyOrder() {
    var codec = new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, Security.NONE));
    var seen = router.iSeeYou(router.address, Bench.US);
    byte[] octets = codec.encode(seen);
    byte[] turned = octets.clone();
    System.arraycopy(octets, 16, turned, 8, 28); // the service before the security
    System.arraycopy(octets, 8, turned, 36, 8);
    byte[] longer = Arrays.copyOf(turned, turned.length + 8);
    longer[turned.length] = 0x7f;
    longer[turned.length + 3] = 4;
    longer[7] = (byte) (longer[7] + 8);

    var bench = Bench.with(router).join();
    var decoded = (Message.ISeeYou) ((Decoded.Accepted) codec.decode(longer)).message();
    assertThat(decoded.unknown()).extracting(Component.Unknown::type).containsExactly(0x7f00);
    bench.on(new CacheEvent.Received(decoded, router.address));
    assertThat(bench.state(0)).isEqualTo("seen");
  }

  @Test
  @DisplayName("§8.2-9 our key numbers begin where they are told to, not at the view's number")
  void seededNumbers() {
    Bench.with(router).settled();

    assertThat(router.key.orElseThrow().number()).isEqualTo(Bench.FIRST_NUMBER);
  }

  @Test
  @DisplayName("§8.2-10 a router that another one reports is never spoken to")
  void notUnasked() {
    router.reported = List.of(router.id, other.id);
    var bench = new Bench(Bench.settings(router), router, other).join().run(ofSeconds(60));

    assertThat(bench.sent).allMatch(it -> it.to().equals(router.address));
  }
}
