package dev.weir.cli.show.recent;

import dev.weir.cli.show.Answer;
import dev.weir.cli.show.Text;

/// `show routers`: each router that a node speaks to, and each service group, on one line.
public final class RoutersText {
  private RoutersText() {}

  /// As text for a terminal; wide with the key and the security.
  public static String of(Answer.NodeWccp page, boolean wide) {
    var table =
        wide
            ? new Columns(
                "Router", "Id", "Service", "State", "Caches", "Ways", ">Every", "Key", "Security")
            : new Columns("Router", "Id", "Service", "State", "Caches", "Ways", ">Every");
    int rows = 0;
    for (Answer.NodeService service : page.services()) {
      for (Answer.RouterSeen router : service.routers()) {
        rows++;
        String ways =
            router.redirection() == null
                ? null
                : "%s/%s/%s"
                    .formatted(router.redirection(), router.packetReturn(), router.assignment());
        int caches = router.caches().size();
        String every = Text.seconds(router.transmitMillis());
        if (wide) {
          table.row(
              router.address(),
              router.id(),
              service.name(),
              router.state(),
              caches,
              ways,
              every,
              router.key(),
              router.security());
        } else {
          table.row(
              router.address(), router.id(), service.name(), router.state(), caches, ways, every);
        }
      }
    }
    return rows == 0 ? "This node speaks to no routers (wccp.routers).\n" : table.toString();
  }
}
