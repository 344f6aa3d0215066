package dev.weir.node.proxy.icap;

import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.request.Scheme;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// The services that look at what is fetched: those of requests in their order, then those of
/// responses, the first one next to the origin. For any thread.
public final class Adaptation {
  /// None.
  public static final Adaptation NONE = new Adaptation(List.of());

  /// Who asks for what the services look at.
  ///
  /// @param address empty: nobody that is known
  /// @param user who has shown a password
  /// @param scheme by which it is asked
  public record Client(Optional<InetAddress> address, Optional<String> user, Scheme scheme) {}

  private final List<IcapService> services;

  Adaptation(List<IcapService> services) {
    this.services = List.copyOf(services);
  }

  List<IcapService> services() {
    return services;
  }

  /// Whether responses may be changed, so that parts of one cannot be put together.
  public boolean changesResponses() {
    return services.stream().anyMatch(it -> it.settings().mode() == IcapSettings.Mode.RESPMOD);
  }

  /// An exchange that the services look at.
  ///
  /// @param making makes the exchange with the origin
  public Exchange exchange(
      OriginRequest request,
      OriginReceiver receiver,
      EventLoop loop,
      Client client,
      BiFunction<OriginRequest, OriginReceiver, Exchange> making) {
    if (services.isEmpty()) {
      return making.apply(request, receiver);
    }
    List<IcapPool> all = services.stream().map(it -> it.pool(loop)).toList();
    BiFunction<OriginRequest, OriginReceiver, Exchange> next = making;
    for (IcapPool pool : all) {
      if (pool.service().settings().mode() == IcapSettings.Mode.RESPMOD) {
        BiFunction<OriginRequest, OriginReceiver, Exchange> inner = next;
        next =
            (asked, hears) ->
                new ResponseAdaptation(
                    pool, asked.head(), client, hears, own -> inner.apply(asked, own));
      }
    }
    for (IcapPool pool : all.reversed()) {
      if (pool.service().settings().mode() == IcapSettings.Mode.REQMOD) {
        BiFunction<OriginRequest, OriginReceiver, Exchange> inner = next;
        next = (asked, hears) -> new RequestAdaptation(pool, asked, client, hears, inner);
      }
    }
    return next.apply(request, receiver);
  }
}
