package dev.weir.node.bypass.sight;

import dev.weir.node.config.bypass.DynamicBypass;
import java.time.Duration;
import java.util.function.Function;

/// What the proxy watches for, and who is told what it sees.
///
/// @param notHttp whether what is not HTTP is led through to its server
/// @param silence how long a client that says nothing is waited for before its server is heard
/// @param probes whether a question under a client's address brings an answer to this node
/// @param told is told, by any thread, and says what to do
public record Watch(
    boolean notHttp, Duration silence, boolean probes, Function<Sighting, Advice> told) {
  /// Watching for nothing.
  public static final Watch NOTHING =
      new Watch(false, DynamicBypass.DEFAULTS.silence(), false, _ -> Advice.GO_ON);
}
