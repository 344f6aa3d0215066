package dev.weir.node.ownership.live;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.Purge;
import dev.weir.node.config.OwnershipConfig.By;
import dev.weir.node.ownership.Attention;
import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.HandOver;
import dev.weir.node.ownership.NameHash;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.ownership.Tombstones;
import dev.weir.node.ownership.home.Directory;
import dev.weir.node.ownership.home.HomeCodec;
import dev.weir.node.ownership.home.HomeMessage;
import dev.weir.node.ownership.home.KnownHosts;
import dev.weir.node.ownership.spread.SpreadHosts;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whose a key is: asked by every request.
///
/// [#enter], [#stand] and [#expire] belong to the control executor; the rest is for any thread.
public final class Ownership implements OwnerLookup {
  private final Self self;
  private final InstantSource clock;
  private final Neighbours neighbours;
  private final OwnershipMeters meters;
  private final KnownHosts known = new KnownHosts();
  private final SpreadHosts spread = new SpreadHosts();
  private final OwnLoad load = new OwnLoad();
  private final Tombstones tombstones = new Tombstones();
  private final Attention attention = new Attention();
  private final Directory directory;
  private final Recalls recalls;
  private volatile @Nullable Standing standing;
  private volatile Set<Inet4Address> present = Set.of();
  private volatile boolean unnumbered;

  /// Which node this is, of which nodes, and what decides the bucket of a URL.
  public record Self(Inet4Address address, Set<Inet4Address> members, By by) {}

  /// A node that goes by no epoch yet: nothing is anybody's.
  Ownership(
      Self self,
      Neighbours neighbours,
      OwnershipMeters meters,
      InstantSource clock,
      Executor control) {
    this.self = self;
    this.neighbours = neighbours;
    this.meters = meters;
    this.clock = clock;
    this.directory = new Directory(self.address(), known);
    this.recalls = new Recalls(directory, neighbours, control);
  }

  @Override
  public void ask(
      CacheKey key, InetSocketAddress destination, boolean checked, Consumer<Owner> told) {
    if (checked && self.by() == By.DESTINATION) {
      load.count(NameHash.ofHost(key.authority()));
    }
    look(key, destination, checked, told);
  }

  @Override
  public boolean isKnown(CacheKey key) {
    return unnumbered || whereabouts(key).isPresent();
  }

  /// It was counted where it came from.
  @Override
  public OwnerLookup relayed() {
    return (key, destination, checked, told) ->
        look(
            key,
            destination,
            checked,
            owner -> told.accept(owner instanceof Owner.Peer ? Owner.NOBODY : owner));
  }

  @Override
  public List<Long> gives(CacheKey key) {
    Standing now = standing;
    return now == null
        ? List.of()
        : whereabouts(key)
            .or(() -> remembered(key)) // who asks knows it from the directory
            .map(it -> it.gives(now.epoch(), self.address(), clock.instant()))
            .map(attention::sinceLapse)
            .orElse(List.of());
  }

  @Override
  public Set<Inet4Address> others() {
    return without(self.members());
  }

  @Override
  public Set<Inet4Address> keepers() {
    Standing now = standing;
    if (now == null) {
      return others();
    }
    var keepers = new HashSet<>(now.epoch().keepers(clock.instant()));
    keepers.addAll(present);
    return without(keepers);
  }

  private Set<Inet4Address> without(Set<Inet4Address> all) {
    return all.stream().filter(it -> !it.equals(self.address())).collect(Collectors.toSet());
  }

  @Override
  public boolean lives(Inet4Address node) {
    return present.contains(node);
  }

  /// Nor is anything kept that is taken over: who gives it may not have been told yet.
  @Override
  public void doubt() {
    attention.miss();
    tombstones.buryAll(clock.instant());
  }

  @Override
  public void bury(CacheKey key) {
    tombstones.bury(key, clock.instant());
  }

  @Override
  public void bury(Purge purge) {
    purge.key().ifPresentOrElse(this::bury, () -> tombstones.buryAll(clock.instant()));
  }

  @Override
  public boolean isBuried(CacheKey key) {
    return tombstones.holds(key, clock.instant());
  }

  /// What becomes of what is stored under a key; empty when the home of its host has first to be
  /// asked for. Where that home was is enough to drop it: whoever is the directory may be dead.
  Optional<HandOver.Fate> fate(CacheKey key) {
    Standing now = standing;
    if (now == null || unnumbered) {
      return Optional.of(HandOver.Fate.KEEP);
    }
    Function<Whereabouts, HandOver.Fate> fate =
        where -> where.fate(now.epoch(), self.address(), clock.instant());
    return whereabouts(key)
        .map(fate)
        .or(() -> remembered(key).map(fate).filter(HandOver.Fate.DROP::equals));
  }

  private Optional<Whereabouts> remembered(CacheKey key) {
    long host = NameHash.ofHost(key.authority());
    return known.find(host).map(it -> Whereabouts.ofHost(key, it.home(), spread.find(host)));
  }

  /// Where a key lives, as far as it is known without asking anybody.
  Optional<Whereabouts> whereabouts(CacheKey key) {
    Standing now = standing;
    if (now == null) {
      return Optional.empty();
    }
    if (self.by() == By.URL) {
      return Optional.of(Whereabouts.ofUrl(key));
    }
    long host = NameHash.ofHost(key.authority());
    return Whereabouts.literal(key)
        .map(now.epoch()::slot)
        .or(() -> known.find(host).filter(KnownHosts.Known::confirmed).map(KnownHosts.Known::home))
        .map(home -> Whereabouts.ofHost(key, home, spread.find(host)));
  }

  /// Where a URL lives, and why; empty without an epoch. Nobody is asked.
  public Optional<Residence> residence(CacheKey key) {
    Standing now = standing;
    if (now == null) {
      return Optional.empty();
    }
    long name = self.by() == By.URL ? NameHash.ofUrl(key) : NameHash.ofHost(key.authority());
    Inet4Address directory = now.epoch().owner(NameHash.bucket(name));
    Optional<Whereabouts> where = whereabouts(key);
    return Optional.of(
        new Residence(
            directory,
            where.map(Whereabouts::home),
            where.filter(Whereabouts::isSpread).isPresent(),
            where.map(it -> new Residence.Bucket(it.bucket(), now.epoch().holding(it.bucket())))));
  }

  /// How many hosts are known or remembered here.
  public int hostsKnown() {
    return known.count();
  }

  /// How many of the directory buckets that this node speaks for wait for what others know.
  public int bucketsWaiting() {
    return directory.waiting();
  }

  /// How many hosts are spread.
  public int hostsSpread() {
    return spread.spread().size();
  }

  /// The epoch that this node goes by.
  public Optional<Epoch> epoch() {
    return Optional.ofNullable(standing).map(Standing::epoch);
  }

  /// Whether this node stores anything: it has an epoch, is not cut off, and did not just sleep.
  public boolean stores() {
    Standing now = standing;
    return unnumbered || (now != null && now.stores() && !lapsed());
  }

  /// Whether this node has just stood still.
  boolean lapsed() {
    return attention.lapsed(clock.instant());
  }

  KnownHosts known() {
    return known;
  }

  SpreadHosts spread() {
    return spread;
  }

  HomeMessage.Load takeLoad(Set<Long> spreadHere) {
    return load.take(spreadHere);
  }

  /// Asks the directory about the host of a stored key, telling it what is remembered here.
  void inquire(CacheKey key) {
    Standing now = standing;
    if (now != null) {
      long host = NameHash.ofHost(key.authority());
      var asked = new HomeMessage.WhereIs(host, known.find(host).map(KnownHosts.Known::home));
      ask(now, key, asked, _ -> {});
    }
  }

  /// Begins an epoch.
  void enter(Epoch epoch, boolean stores) {
    var toRecall = directory.enter(epoch);
    standing = new Standing(epoch, stores);
    recalls.begin(epoch, toRecall, clock.instant());
  }

  /// Who is in the grid.
  void see(Set<Inet4Address> nodes) {
    present = Set.copyOf(nodes);
  }

  /// Whether this node may store.
  void stand(boolean stores) {
    Standing now = standing;
    if (now != null && now.stores() != stores) {
      standing = new Standing(now.epoch(), stores);
    }
  }

  /// Whether the router's table has no number, as in WCCP1: then each node keeps what comes to it.
  void keepWhatComes(boolean keep) {
    unnumbered = keep;
  }

  /// Gives up on those who have not answered, and reminds those who must. Called again and again;
  /// where it is not, this node stands still.
  void expire() {
    attention.attend(clock.instant());
    recalls.expire(clock.instant());
    epoch().ifPresent(epoch -> recalls.remind(epoch, clock.instant()));
  }

  /// Answers another node's question about a home.
  void answer(HomeMessage.WhereIs asked, Consumer<HomeMessage> told) {
    Standing now = standing;
    if (now == null) {
      told.accept(new HomeMessage.NotHere());
      return;
    }
    switch (directory.answer(now.epoch(), asked)) {
      case Directory.Answer.Home(int bucket) -> told.accept(new HomeMessage.Home(bucket));
      case Directory.Answer.NotHere() -> told.accept(new HomeMessage.NotHere());
      case Directory.Answer.Later() -> {
        int bucket = NameHash.bucket(asked.host());
        if (!recalls.await(bucket, () -> answer(asked, told))) {
          told.accept(new HomeMessage.NotHere());
        }
      }
    }
  }

  private void look(
      CacheKey key, InetSocketAddress destination, boolean checked, Consumer<Owner> told) {
    if (unnumbered && checked) {
      told.accept(Owner.Here.alone(attention.sinceLapse(0)));
      return;
    }
    Standing now = standing;
    if (now == null || !checked) {
      told.accept(Owner.NOBODY);
      return;
    }
    Optional<Whereabouts> where = whereabouts(key);
    if (where.isPresent()) {
      meters.home(OwnershipMeters.Home.KNOWN);
      told.accept(owner(now, key, where.get()));
    } else {
      long host = NameHash.ofHost(key.authority());
      int proposed = proposal(now.epoch(), host, destination);
      ask(now, key, new HomeMessage.WhereIs(host, Optional.of(proposed)), told);
    }
  }

  private void ask(Standing now, CacheKey key, HomeMessage.WhereIs asked, Consumer<Owner> told) {
    Inet4Address node = now.epoch().owner(NameHash.bucket(asked.host()));
    if (node.equals(self.address())) {
      answer(asked, answer -> found(now, key, answer, told));
    } else {
      neighbours.ask(
          node,
          HomeCodec.encode(asked),
          octets ->
              found(
                  now,
                  key,
                  octets.flatMap(HomeCodec::decode).orElseGet(HomeMessage.NotHere::new),
                  told));
    }
  }

  /// What an earlier directory said, else where the routers bring the host's packets, else the
  /// bucket of the name.
  private int proposal(Epoch epoch, long host, InetSocketAddress destination) {
    return known
        .find(host)
        .map(KnownHosts.Known::home)
        .orElseGet(() ->
            destination.getAddress() instanceof Inet4Address address
                ? epoch.slot(address)
                : NameHash.bucket(host));
  }

  /// What an earlier epoch's directory says is used, and not kept.
  private void found(Standing then, CacheKey key, HomeMessage answer, Consumer<Owner> told) {
    Standing now = standing;
    if (answer instanceof HomeMessage.Home(int home) && now != null) {
      meters.home(OwnershipMeters.Home.ASKED);
      long host = NameHash.ofHost(key.authority());
      if (now.epoch().equals(then.epoch())) {
        known.confirm(host, home);
      }
      told.accept(owner(now, key, Whereabouts.ofHost(key, home, spread.find(host))));
    } else {
      meters.home(OwnershipMeters.Home.UNKNOWN);
      told.accept(
          remembered(key).map(it -> unconfirmed(owner(then, key, it))).orElse(Owner.NOBODY));
    }
  }

  /// Where a host was at home it most likely is. Whoever stores something goes by more than that.
  private static Owner unconfirmed(Owner owner) {
    return owner instanceof Owner.Here(long tenure, var before, _)
        ? new Owner.Remembered(new Owner.Here(tenure, before, List.of()))
        : owner;
  }

  private Owner owner(Standing now, CacheKey key, Whereabouts where) {
    Instant time = clock.instant();
    return switch (where.owner(now.epoch(), self.address(), time)) {
      case Owner.Here _ when !now.stores() || attention.lapsed(time) -> Owner.NOBODY;
      case Owner.Here(long tenure, var before, var earlier) ->
          new Owner.Here(
              attention.sinceLapse(tenure),
              before,
              isBuried(key) ? List.of() : attention.sinceLapse(earlier));
      case Owner another -> another;
    };
  }
}
