package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.limit.BodyPace;
import dev.weir.node.proxy.limit.ClientLimits;
import dev.weir.node.proxy.limit.Descriptors;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A gateway in a process of its own that takes as many connections as its descriptors bear. It
/// says where it listens and how many that is; after the end of its input, what it counted.
final class FewDescriptors {
  private static final Duration LONG = Duration.ofMinutes(2);

  private FewDescriptors() {}

  public static void main(String[] arguments) throws IOException {
    int most = Descriptors.connectionsMax(Optional.empty(), Descriptors.available()).orElseThrow();
    var message =
        new ClientLimits.Message(8192, 65_536, 100, Long.MAX_VALUE, new BodyPace(1, LONG));
    var client = new ClientLimits(100_000, 32, 100_000, 1000, message);
    var limits = new ProxyConfig.Limits(() -> most, 1000, 2, () -> client);
    var times = new ClientTimes(LONG, LONG, LONG, 1, LONG, LONG);
    try (var origin = new OriginRecorder()) {
      var sites = new Sites(List.of(new Sites.Site(List.of("*"), List.of(origin.address()))));
      var door =
          new Door(
              Doors.ANY, _ -> true, _ -> new Surrogate(sites, Surrogate.Asking.PLAINLY, () -> {}));
      try (var node = ProxyUnderTest.limited(origin.address(), limits, times, door)) {
        System.out.println("port " + node.proxy.boundAddresses().getFirst().getPort());
        System.out.println("most " + most);
        while (System.in.read() >= 0) {
          // Whoever started it is at work.
        }
        for (String reason : List.of("half-open", "limit")) {
          String line = "weir_http_connections_closed_total{reason=\"" + reason + "\"}";
          System.out.println(reason + " " + (long) node.metric(line));
        }
      }
    }
  }
}
