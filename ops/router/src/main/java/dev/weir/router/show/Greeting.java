package dev.weir.router.show;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.InetAddress;
import java.util.Optional;

/// A HERE_I_AM as far as it tells whether its cache hears us (§4.4 step 7).
///
/// @param heard the receive id it has from us
/// @param answered whether we had answered this cache before
/// @param valid whether it echoes our last answer
public record Greeting(InetAddress cache, ReceiveId heard, boolean answered, boolean valid) {
  /// The greeting in a message; empty for messages of other kinds.
  ///
  /// @param before the group's state until then
  public static Optional<Greeting> of(Message message, InetAddress from, RouterSnapshot before) {
    return switch (message) {
      case Message.HereIAm it -> Optional.of(of(it.cache().address(), heard(it, before), before));
      case Version1.HereIAm it -> Optional.of(of(from, it.received(), before));
      case Message.RedirectAssign _,
          Version1.AssignBuckets _,
          Message.ISeeYou _,
          Version1.ISeeYou _,
          Message.RemovalQuery _ ->
          Optional.empty();
    };
  }

  private static Greeting of(InetAddress cache, ReceiveId heard, RouterSnapshot before) {
    Optional<ReceiveId> sent =
        before.caches().stream()
            .filter(it -> it.address().equals(cache))
            .map(RouterSnapshot.Cache::lastSent)
            .filter(id -> !id.equals(ReceiveId.NONE))
            .findFirst();
    return new Greeting(cache, heard, sent.isPresent(), sent.filter(heard::equals).isPresent());
  }

  private static ReceiveId heard(Message.HereIAm message, RouterSnapshot us) {
    return message.view().routers().stream()
        .filter(heard -> heard.router().equals(us.routerId()))
        .findFirst()
        .map(Component.CacheView.HeardRouter::receiveId)
        .orElse(ReceiveId.NONE);
  }
}
