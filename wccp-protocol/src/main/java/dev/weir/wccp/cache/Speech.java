package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.CacheView;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Share;
import dev.weir.wccp.negotiation.Distribution;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Composes our HERE_I_AM (§3.4, §3.7). Confined to its [CacheGroup].
final class Speech {
  private final CacheSettings settings;
  private final OwnView view = new OwnView();
  private int weight;

  Speech(CacheSettings settings) {
    this.settings = settings;
    this.weight = settings.weight();
  }

  /// From now on we have this weight; false when we already had.
  boolean weigh(int changed) {
    boolean differs = weight != changed;
    weight = changed;
    return differs;
  }

  /// What we say to a router, or of it when we speak to all by multicast: it is told the routers we
  /// hear, and ourselves as it shows us or, when it does not list us, as what we last owned.
  Message hereIAm(
      Neighbourhood.Audience to, List<RouterLink> live, BucketSet remembered, boolean leaving) {
    var link = to.shown();
    boolean unheard = link.isEmpty() || link.get().state() == RouterLink.State.CALLING;
    boolean alternate = to.unanswered() % 2 == 0; // ADR-0013
    boolean asksVersion = unheard && settings.minorMost() > 0 && alternate;
    return new Message.HereIAm(
        settings.minor(to.minor()),
        settings.service(),
        identity(link, remembered).requestingVersion(asksVersion),
        view.of(live),
        link.flatMap(RouterLink::chosen),
        leaving
            ? Optional.of(new Commands(List.of(new Command(Command.SHUTDOWN, settings.self()))))
            : Optional.empty(),
        List.of());
  }

  private CacheIdentity identity(Optional<RouterLink> link, BucketSet remembered) {
    boolean byMask =
        link.filter(it -> it.agreement().distribution() == Distribution.MASK).isPresent()
            || settings.preferences().distribution().equals(List.of(Distribution.MASK));
    var shown =
        link.flatMap(it ->
            it.caches().stream()
                .filter(cache -> cache.address().equals(settings.self()))
                .findFirst());
    boolean historical = shown.map(CacheIdentity::historical).orElse(true);
    if (byMask) {
      return new CacheIdentity(
          settings.self(),
          historical,
          false,
          new Share.Mask(List.of(new MaskSet(settings.mask(), List.of())), weight, 0));
    }
    return CacheIdentity.hash(
        settings.self(),
        historical,
        shown.map(CacheIdentity::buckets).orElse(remembered),
        weight,
        shown.map(CacheIdentity::status).orElse(0));
  }

  /// What we tell routers of the routers and caches we hear, under a number that grows with every
  /// change of membership (§3.7). A new receive id is no change.
  private static final class OwnView {
    private Set<InetAddress> parties = Set.of();
    private int change = 1;

    CacheView of(List<RouterLink> live) {
      var routers = new ArrayList<HeardRouter>();
      var caches = new LinkedHashSet<InetAddress>();
      for (RouterLink link : live) {
        routers.add(new HeardRouter(link.name(), link.receiveId()));
        caches.addAll(link.listed());
      }
      var heard = new LinkedHashSet<>(caches);
      routers.forEach(router -> heard.add(router.router()));
      if (!heard.equals(parties)) {
        parties = heard;
        change++;
      }
      return new CacheView(change, routers, caches.stream().limit(32).toList());
    }
  }
}
