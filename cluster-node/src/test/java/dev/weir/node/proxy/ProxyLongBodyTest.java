package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.disk.DiskSettings;
import dev.weir.cache.disk.DiskTier;
import dev.weir.cache.disk.DiskView;
import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.LocalDirectory;
import dev.weir.cache.disk.life.Moment;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.Soon;
import dev.weir.node.proxy.disk.DiskMeters;
import dev.weir.node.proxy.disk.Disks;
import dev.weir.node.telemetry.EventLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Bodies of which memory takes none, on a node with a disk.
@Timeout(120)
final class ProxyLongBodyTest {
  private static final int LENGTH = 6_000_011;
  private static final int FIRST = 2_500_000;

  private final OriginRecorder origin = new OriginRecorder();
  @TempDir private Path path;
  private DiskTier tier;
  private ProxyUnderTest node;

  ProxyLongBodyTest() throws IOException {}

  @BeforeEach
  void open() throws IOException, Directory.Taken {
    LeakWatch.begin();
    begin();
  }

  private void begin() throws IOException, Directory.Taken {
    var store = new MemoryStore(256L << 20, 1 << 20);
    var settings = new DiskSettings("disk", () -> LocalDirectory.open(path), 64L << 20);
    var watch = new DiskMeters(new EventLog("test", InstantSource.system()));
    var moment = Moment.of(Instant.EPOCH);
    tier = DiskTier.open(List.of(settings), store, watch, () -> moment);
    node =
        ProxyUnderTest.keeping(
            origin.address(), store, Disks.of(tier, store, Duration.ofSeconds(30)));
  }

  @AfterEach
  void close() throws IOException {
    end();
    origin.close();
    LeakWatch.assertNone();
  }

  private void end() {
    node.close();
    tier.close();
  }

  @Test
  @DisplayName("what is too long for memory is a hit at its second use, whole and in parts")
  void hit() throws Exception {
    stored();

    try (RawClient client = asks()) {
      assertThat(client.readHead().field("Cache-Status"))
          .isEqualTo("weir-cache-1; hit; detail=disk");
      Herd.readOctets(client, 0, LENGTH);
      ask(client, "Range: bytes=3000000-3000099");
      RawClient.Response part = client.readHead();
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.field("Content-Range")).isEqualTo("bytes 3000000-3000099/" + LENGTH);
      Herd.readOctets(client, 3_000_000, 100);
      ask(client, "Range: bytes=-5");
      client.readHead();
      Herd.readOctets(client, LENGTH - 5, 5);
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(node.store.slabs().usedBytes()).as("its head alone").isLessThan(1_000);
  }

  @Test
  @DisplayName("it is there after a restart")
  void restart() throws Exception {
    stored();
    end();
    begin();

    try (RawClient client = asks()) {
      assertThat(client.readHead().field("Cache-Status"))
          .isEqualTo("weir-cache-1; hit; detail=disk");
      Herd.readOctets(client, 0, LENGTH);
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("who asks while it comes follows it from its beginning, from the disk")
  void follows() throws Exception {
    GatedAnswer answer = answering(GatedAnswer.of(FIRST, LENGTH, Herd.FRESH));
    try (RawClient leader = asks()) {
      leader.readHead();
      Herd.readOctets(leader, 0, FIRST);
      try (RawClient follower = asks()) {
        assertThat(follower.readHead().field("Cache-Status")).contains("collapsed");
        Herd.readOctets(follower, 0, FIRST);
        answer.gate.countDown();
        Herd.readOctets(follower, FIRST, LENGTH - FIRST);
      }
      Herd.readOctets(leader, FIRST, LENGTH - FIRST);
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("a client that reads nothing neither holds up the fetch nor keeps it in memory")
  void slow() throws Exception {
    GatedAnswer answer = answering(GatedAnswer.of(LENGTH, LENGTH, Herd.FRESH));
    try (RawClient slow = asks()) {
      GatedAnswer.await(answer.begun);
      answer.gate.countDown();
      Soon.holds("stored", () -> node.store.count() == 1);
      assertThat(node.metric("weir_cache_filling_bytes")).isLessThan(2 << 20);
      slow.readHead();
      Herd.readOctets(slow, 0, LENGTH);
    }
  }

  @Test
  @DisplayName("one that does not say how long it is goes to the disk once it is too long")
  void unsaid() throws Exception {
    GatedAnswer answer = answering(GatedAnswer.unbounded(FIRST, LENGTH, Herd.FRESH));
    answer.gate.countDown();
    try (RawClient client = asks()) {
      assertThat(client.readHead().field("Transfer-Encoding")).isEqualTo("chunked");
      Soon.passes(() -> {
        client.in.readNBytes(Math.min(client.in.available(), 100_000));
        assertThat(node.store.count()).isEqualTo(1);
      });
    }
    try (RawClient client = asks()) {
      assertThat(client.readHead().field("Content-Length")).isEqualTo("" + LENGTH);
      Herd.readOctets(client, 0, LENGTH);
    }
  }

  @Test
  @DisplayName("the origin breaks off: everybody is broken off, and nothing is left on the disk")
  void breaksOff() throws Exception {
    GatedAnswer answer = answering(GatedAnswer.breakingOff(FIRST, LENGTH, Herd.FRESH));
    try (RawClient client = asks()) {
      client.readHead();
      Herd.readOctets(client, 0, FIRST);
      answer.gate.countDown();
      assertThat(client.isGone()).isTrue();
    }
    Soon.passes(() -> assertThat(view().bodies() + bodies()).isZero());
    assertThat(node.store.count()).isZero();
  }

  @Test
  @DisplayName("canary: purged while it is sent, it is sent to its end; then its file is gone")
  void purged() throws Exception {
    stored();
    try (RawClient slow = asks()) {
      slow.readHead();
      node.store.purge(new dev.weir.cache.rule.CacheKey("http", node.host(), "/a"));
      for (int i = 0; i < 12; i++) {
        var answer = GatedAnswer.of(LENGTH, LENGTH, Herd.FRESH);
        answer.gate.countDown();
        origin.answering("/b" + i, answer);
        try (RawClient other = asks("/b" + i)) {
          other.readHead();
          Herd.readOctets(other, 0, LENGTH);
        }
      }
      Soon.holds("its file is gone", () -> !Files.exists(path.resolve("00000001.body")));
      Herd.readOctets(slow, 0, LENGTH);
    }
    assertThat(view().bytes()).isLessThanOrEqualTo(64L << 20);
  }

  @Test
  @DisplayName(
      "octets that are not those written: broken off, never sent, and fetched anew next time")
  void corrupt() throws Exception {
    stored();
    try (var octets = new RandomAccessFile(path.resolve("00000001.body").toFile(), "rw")) {
      octets.seek(4_000_000);
      int octet = octets.read();
      octets.seek(4_000_000);
      octets.write(octet ^ 1);
    }
    try (RawClient client = asks()) {
      client.readHead();
      assertThat(readToEnd(client)).isBetween(3_000_000L, 4_000_000L);
    }
    stored();
    assertThat(origin.countOf("/a")).isEqualTo(2);
  }

  /// How many octets come until the connection ends, all of them right.
  private static long readToEnd(RawClient client) {
    long at = 0;
    try {
      for (int octet = client.in.read(); octet >= 0; octet = client.in.read()) {
        assertThat((byte) octet).isEqualTo(GatedAnswer.octet(at++));
      }
    } catch (IOException reset) {
      // That is an end, too.
    }
    return at;
  }

  private long bodies() throws IOException {
    try (var files = Files.list(path)) {
      return files.filter(it -> it.toString().endsWith(".body")).count();
    }
  }

  private DiskView view() {
    return tier.views().getFirst();
  }

  private void stored() throws IOException {
    answering(GatedAnswer.of(LENGTH, LENGTH, Herd.FRESH)).gate.countDown();
    try (RawClient client = asks()) {
      assertThat(client.readHead().field("Cache-Status")).contains("stored");
      Herd.readOctets(client, 0, LENGTH);
    }
    Soon.holds("stored", () -> node.store.count() == 1);
  }

  private GatedAnswer answering(GatedAnswer answer) {
    origin.answering("/a", answer);
    return answer;
  }

  private RawClient asks(String... target) throws IOException {
    RawClient client = node.client();
    String asked = target.length == 0 ? "/a" : target[0];
    client.send("GET " + asked + " HTTP/1.1\r\nHost: " + node.host() + "\r\n\r\n");
    return client;
  }

  private void ask(RawClient client, String line) throws IOException {
    client.send("GET /a HTTP/1.1\r\nHost: " + node.host() + "\r\n" + line + "\r\n\r\n");
  }
}
