package dev.weir.node.proxy;

import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.MemoryStore;
import dev.weir.cache.store.Worthless;
import dev.weir.node.access.AccessLog;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.grid.Loopback;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.peer.Epochs;
import dev.weir.node.peer.PeerListener;
import dev.weir.node.peer.PeerMeters;
import dev.weir.node.peer.PeerProtocol;
import dev.weir.node.peer.PeerService;
import dev.weir.node.peer.PeerTls;
import dev.weir.node.peer.door.Desk;
import dev.weir.node.peer.door.PeerDoor;
import dev.weir.node.peer.identity.ClusterAuthority;
import dev.weir.node.peer.identity.PeerIdentity;
import dev.weir.node.peer.link.PeerLink;
import dev.weir.node.peer.link.PeerStates;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.compress.Compression;
import dev.weir.node.proxy.disk.Disks;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Proxies on loopback addresses that know each other as nodes of one cluster.
final class ClusterUnderTest implements AutoCloseable {
  final ClusterAuthority authority;
  final int port;
  final InetSocketAddress origin;
  final List<Member> members = new ArrayList<>();

  /// Those that ever joined.
  final Set<Inet4Address> addresses = ConcurrentHashMap.newKeySet();

  /// Who owns every key.
  final AtomicReference<Owner> owner = new AtomicReference<>(Owner.NOBODY);

  ClusterUnderTest(InetSocketAddress origin) throws Exception {
    this.origin = origin;
    authority = ClusterAuthority.create("test", InstantSource.system().instant());
    port = Loopback.freePort();
  }

  Member join(String address) throws Exception {
    return join(address, PeerProtocol.VERSION);
  }

  Member join(String address, int version) throws Exception {
    var member = new Member(ip(address), version);
    members.add(member);
    addresses.add(member.address);
    return member;
  }

  /// The identity of a node at an address.
  PeerIdentity identity(String address) throws Exception {
    return authority.identity(authority.issue(ip(address), InstantSource.system().instant()));
  }

  String host() {
    return origin.getAddress().getHostAddress() + ":" + origin.getPort();
  }

  @Override
  public void close() {
    members.forEach(Member::close);
  }

  static Inet4Address ip(String address) {
    return Inet4Address.ofLiteral(address);
  }

  /// One of them.
  final class Member implements AutoCloseable {
    final Telemetry telemetry = new Telemetry();
    final EventLog events = new EventLog("test", InstantSource.system());
    final MemoryStore store = new MemoryStore(16L << 20);
    final AtomicLong epoch = new AtomicLong(7);
    final AtomicReference<Supplier<Owner>> asks = new AtomicReference<>();
    final AtomicLong doubts = new AtomicLong();
    final Set<Inet4Address> gone = ConcurrentHashMap.newKeySet();
    final Inet4Address address;
    final Proxy proxy;
    private final PeerLink.Settings settings;
    private final int version;
    private PeerListener listener;

    /// Reaches whatever epoch it is told of, unless it is slow.
    private final class TestEpochs implements Epochs {
      @Override
      public long number() {
        return epoch.get();
      }

      @Override
      public void reach(long number, Runnable told) {
        if (!slow) {
          epoch.set(number);
        }
        told.run();
      }
    }

    volatile boolean slow;
    volatile ChainPolicy chain = ChainPolicy.DIRECT;

    private final class TestOwners implements OwnerLookup {
      @Override
      public boolean lives(Inet4Address node) {
        return !gone.contains(node);
      }

      @Override
      public void ask(CacheKey key, InetSocketAddress to, boolean checked, Consumer<Owner> told) {
        told.accept(checked ? seen() : Owner.NOBODY);
      }

      @Override
      public Set<Inet4Address> others() {
        return addresses.stream().filter(it -> !it.equals(address)).collect(Collectors.toSet());
      }
    }

    private Member(Inet4Address address, int version) throws Exception {
      this.address = address;
      this.version = version;
      settings =
          new PeerLink.Settings(
              new PeerTls(identity(address.getHostAddress())),
              address,
              port,
              Duration.ofSeconds(20),
              new TestEpochs(),
              new PeerStates(version, new MonotonicClock(Instant.EPOCH), events),
              new PeerMeters(telemetry));
      proxy =
          new Proxy(
              config(address),
              new ProxyParts(
                  telemetry,
                  events,
                  store,
                  Disks.none(store),
                  InstantSource.system(),
                  InstantSource.system(),
                  new TestOwners(),
                  Optional.of(settings),
                  _ -> origin,
                  Watch.NOTHING,
                  () -> true,
                  () -> OperatorRules.NONE,
                  () -> chain,
                  () -> Compression.NONE,
                  () -> Access.OPEN,
                  AccessLog.off()));
      proxy.bind();
      listener = listen();
    }

    private PeerListener listen() throws IOException {
      var guard =
          new PeerListener.Guard(
              settings.tls(),
              settings.meters(),
              events,
              new RateLimit(Duration.ofSeconds(1)),
              InstantSource.system());
      var means =
          new PeerDoor.Means(
              version, settings.epochs(), new Desk(new Service()), settings.meters());
      return PeerListener.bind(
          proxy.threads(),
          new InetSocketAddress(address, port),
          guard,
          channel -> proxy.begin(channel, new PeerDoor(channel, means)));
    }

    /// Whose a key is, in this node's eyes.
    private Owner seen() {
      Supplier<Owner> own = asks.get();
      Owner seen = own == null ? owner.get() : own.get();
      return seen instanceof Owner.Peer(Inet4Address node) && node.equals(address)
          ? Owner.Here.alone(1)
          : seen;
    }

    RawClient client() throws Exception {
      return new RawClient(proxy.boundAddresses().getFirst());
    }

    double metric(String line) {
      return ProxyUnderTest.metric(telemetry, line);
    }

    double asked(String kind, String result) {
      return metric("weir_peer_requests_total{kind=\"" + kind + "\",result=\"" + result + "\"}");
    }

    void awaitAsked(String kind, String result, int count) {
      await("weir_peer_requests_total{kind=\"" + kind + "\",result=\"" + result + "\"}", count);
    }

    /// Returns once a number has the value, and fails with all of them if it never has.
    void await(String line, int value) {
      long until = System.nanoTime() + 30_000_000_000L;
      while (metric(line) < value) {
        if (System.nanoTime() > until) {
          throw new AssertionError(line + " is not " + value + "\n" + telemetry.scrape());
        }
        Thread.onSpinWait();
      }
    }

    /// Accepts no more connections of other nodes.
    void beDeaf() {
      listener.close();
    }

    void listenAgain() throws IOException {
      listener = listen();
    }

    void awaitDoubt() {
      while (doubts.get() == 0) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      listener.close();
      proxy.close();
    }

    private final class Service implements PeerService {
      @Override
      public void home(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told) {
        var text = new String(question, StandardCharsets.US_ASCII);
        byte[] home = (asker.getHostAddress() + " " + text).getBytes(StandardCharsets.US_ASCII);
        told.accept(text.isEmpty() ? Optional.empty() : Optional.of(home));
      }

      @Override
      public void invalidate(Worthless worthless) {
        worthless.keys().forEach(store::purge);
        worthless.groups().forEach(store::purge);
      }

      @Override
      public void doubt() {
        doubts.incrementAndGet();
      }
    }
  }

  private static ProxyConfig config(Inet4Address address) {
    return new ProxyConfig(
        "at-" + address.getHostAddress(),
        Optional.of(
            new ProxyConfig.Listen(
                new InetSocketAddress(address, 0),
                ProxyConfig.Arrival.DIRECT,
                Set.of(),
                _ -> false)),
        List.of(),
        new ProxyConfig.Dns(List.of(), Duration.ofSeconds(1)),
        () -> ProxyConfig.Times.DEFAULTS,
        Operating.QUIET.limits(),
        ProxyConfig.Sockets.DEFAULTS,
        () -> WaysIn.DEFAULTS);
  }
}
