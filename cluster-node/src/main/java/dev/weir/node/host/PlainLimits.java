package dev.weir.node.host;

import dev.weir.gre.Verdict;
import dev.weir.node.config.GreConfig.Limits;
import java.util.stream.Stream;

/// The rules that keep plain packets within `gre.limits`, as [dev.weir.gre.rate.Rates] keeps those
/// in GRE; the two are counted each by itself.
///
/// A new connection beyond the rate of its client's network or of its router goes the way of
/// strays. The router is who sent the frame, or the device where frames have no sender. nft has a
/// place for each from which one has begun in the last 2 s; who finds no place any more is held by
/// the other limits alone.
final class PlainLimits {
  private static final int CLIENT_NETS_MAX = 65_536;
  private static final int ROUTERS_MAX = 256;

  private PlainLimits() {}

  static Stream<String> sets() {
    return Stream.of(
        set("client_nets", "ipv4_addr", CLIENT_NETS_MAX),
        set("frame_senders", "ether_addr", ROUTERS_MAX),
        set("bare_devices", "ifname", ROUTERS_MAX));
  }

  /// In 1 s of silence a rate is whole again, so that nothing is forgotten too early.
  private static String set(String name, String type, int size) {
    return "  set %s { type %s; flags dynamic, timeout; timeout 2s; size %d; }"
        .formatted(name, type, size);
  }

  /// The chain that a new connection is led through.
  static Stream<String> chain(Limits limits) {
    String routers = over(limits.synPerRouter());
    return Stream.of(
        "  chain limited {",
        "    update @client_nets { ip saddr & 255.255.255.0 "
            + over(limits.synPerClientNet())
            + " } "
            + PlainRules.giveBack(Verdict.RATE_CLIENT_NET),
        "    update @frame_senders { ether saddr "
            + routers
            + " } "
            + PlainRules.giveBack(Verdict.RATE_ROUTER),
        "    meta iiftype != ether update @bare_devices { iifname "
            + routers
            + " } "
            + PlainRules.giveBack(Verdict.RATE_ROUTER),
        "  }");
  }

  /// The rule for all that is left to be delivered.
  static String packets(Limits limits) {
    return "    " + over(limits.packets()) + " " + PlainRules.count(Verdict.RATE_PACKETS) + " drop";
  }

  /// A second's worth may come at once, as in [dev.weir.gre.rate.Rates].
  private static String over(int perSecond) {
    return "limit rate over %1$d/second burst %1$d packets".formatted(perSecond);
  }
}
