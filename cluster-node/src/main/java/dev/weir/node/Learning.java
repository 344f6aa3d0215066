package dev.weir.node;

import dev.weir.node.bypass.Learner;
import dev.weir.node.bypass.SharedBypass;
import dev.weir.node.bypass.sight.Advice;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.pair.ReplyServices;
import java.time.InstantSource;
import java.util.function.Function;

/// From what the proxy sees to the rules that spare connections: put together in two steps, since
/// the proxy is there before the rules are.
final class Learning {
  private final NodeConfig config;
  private volatile Function<Sighting, Advice> learner = _ -> Advice.GO_ON;

  Learning(NodeConfig config) {
    this.config = config;
  }

  /// What the proxy has to watch for. What it sees before [#begin] is forgotten.
  ///
  /// A question under a client's address brings its answer here only where routers have a service
  /// for that, and makes a difference only where the node asks under its own.
  Watch watch() {
    var dynamic = config.proxy().bypass().dynamic();
    boolean probes =
        dynamic.authentication()
            && !config.origin().keepsClient()
            && !ReplyServices.pairs(config.wccp().services()).isEmpty();
    return new Watch(dynamic.notHttp(), dynamic.silence(), probes, seen -> learner.apply(seen));
  }

  /// From now on it has consequences.
  void begin(SharedBypass rules, InstantSource clock) {
    learner = new Learner(config.proxy().bypass().dynamic(), rules::learn, clock);
  }
}
