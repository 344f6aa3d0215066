package dev.weir.lab.watch;

import java.util.List;
import java.util.stream.Stream;

/// Every alert there is, in the order of the way of a request.
public final class Alerts {
  /// All of them.
  public static final List<Alert> ALL =
      Stream.of(
              NodeAlerts.PROGRAMS,
              WccpAlerts.ROUTERS,
              WccpAlerts.PACKETS,
              NodeAlerts.CONTENT,
              NodeAlerts.CLUSTERS)
          .flatMap(List::stream)
          .toList();

  private Alerts() {}
}
