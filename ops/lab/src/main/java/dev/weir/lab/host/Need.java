package dev.weir.lab.host;

import java.util.List;
import java.util.stream.Collectors;

/// Something of the operating system that the lab or a node needs.
public enum Need {
  /// Namespaces, links, addresses, rules.
  IP("ip", "iproute2"),
  /// The guard and the redirect on nodes.
  NFT("nft", "nftables"),
  /// Captures.
  TCPDUMP("tcpdump", "tcpdump"),
  /// The ordinary client.
  CURL("curl", "curl"),
  /// Sessions of their own for children; namespaces without root.
  SETSID("setsid", "util-linux"),
  /// What a node sets on its TUN devices.
  SYSCTL("sysctl", "procps"),
  /// What a node captures with.
  LIBPCAP("libpcap", "libpcap0.8");

  private final String thing;
  private final String debianPackage;

  Need(String thing, String debianPackage) {
    this.thing = thing;
    this.debianPackage = debianPackage;
  }

  /// The command, or `libpcap` for the library.
  public String thing() {
    return thing;
  }

  /// The Debian package that brings it.
  public String debianPackage() {
    return debianPackage;
  }

  /// The packages of several needs, separated by blanks.
  static String packages(List<Need> needs) {
    return needs.stream().map(Need::debianPackage).collect(Collectors.joining(" "));
  }

  /// The things themselves, separated by commas.
  static String things(List<Need> needs) {
    return needs.stream().map(Need::thing).collect(Collectors.joining(", "));
  }
}
