package dev.weir.node.proxy.caller;

import dev.weir.node.proxy.access.WayIn;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.introduce.Introduction;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.node.proxy.site.NoExchange;
import dev.weir.node.proxy.site.SiteExchange;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A client of hosts for which this node stands: the configuration says where they are (RFC 9110
/// §3.7, "gateway").
public final class Surrogate implements Caller {
  private static final int MISDIRECTED = 421;

  /// Where a request goes that goes nowhere.
  public static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);

  /// No IPv4 address, so that the owner of what is there is found by its name.
  static final InetAddress UNKNOWN = InetAddress.ofLiteral("::");

  private final Sites sites;
  private final Asking asking;
  private final Runnable again;
  private Sites.@Nullable Site site;
  private InetSocketAddress destination = NOWHERE;

  /// How a client asks.
  ///
  /// @param client its address; absent when it is gone
  /// @param at where it came to
  public record Asking(Scheme scheme, @Nullable SocketAddress client, InetSocketAddress at) {
    /// In the clear, by somebody of whom origins need not know.
    public static final Asking PLAINLY = new Asking(Scheme.HTTP, null, NOWHERE);
  }

  /// A client of these sites; `again` is told when a request tries a further origin.
  public Surrogate(Sites sites, Asking asking, Runnable again) {
    this.sites = sites;
    this.asking = asking;
    this.again = again;
  }

  /// A host whose origins are all unhealthy is ours nevertheless: what is stored may be given.
  @Override
  public void find(Authority host, EventLoop loop, Consumer<HostVerdict> found) {
    Optional<Sites.Site> here = sites.siteOf(host.host());
    site = here.orElse(null);
    destination = here.flatMap(it -> it.origins().next(Set.of())).orElse(NOWHERE);
    found.accept(here.isPresent() ? HostVerdict.OURS : HostVerdict.NOT_OURS);
  }

  @Override
  public Optional<HostVerdict> known(Authority host) {
    return Optional.of(sites.has(host.host()) ? HostVerdict.OURS : HostVerdict.NOT_OURS);
  }

  @Override
  public WayIn way() {
    return WayIn.REVERSE;
  }

  @Override
  public OptionalInt refusal(HostVerdict verdict) {
    return verdict == HostVerdict.NOT_OURS ? OptionalInt.of(MISDIRECTED) : OptionalInt.empty();
  }

  @Override
  public InetSocketAddress destination() {
    return destination;
  }

  @Override
  public Forwarding forwarding() {
    return site == null ? Forwarding.UNTOUCHED : site.forwarding();
  }

  @Override
  public Scheme scheme() {
    return asking.scheme;
  }

  @Override
  public boolean mayRelay() {
    return !destination.equals(NOWHERE) && site != null && site.introduces() == 0;
  }

  @Override
  public Exchange exchange(OriginPool pool, OriginRequest request, OriginReceiver receiver) {
    Sites.Site here = site;
    return here == null || destination.equals(NOWHERE)
        ? new NoExchange(receiver)
        : new SiteExchange(pool, here.origins(), told(request, here), receiver, again);
  }

  /// How the client asked: an origin makes its links by it. What the client says of that itself is
  /// not believed.
  private OriginRequest told(OriginRequest request, Sites.Site here) {
    var fields = request.head().fields().with("X-Forwarded-Proto", asking.scheme.text());
    var told = request.with(request.head().withFields(fields));
    var client = Optional.ofNullable(asking.client).map(InetSocketAddress.class::cast);
    return here.introduces() == 0
        ? told
        : told.by(
            request.route().introducing(new Introduction(here.introduces(), client, asking.at)));
  }
}
