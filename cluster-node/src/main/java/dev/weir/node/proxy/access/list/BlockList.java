package dev.weir.node.proxy.access.list;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// A list by its name: domains, prefixes and expressions, as they were read last. Never changes;
/// for any thread.
///
/// @param bad the first of the lines that could not be read
/// @param badCount how many those are
public record BlockList(
    String name,
    DomainSet domains,
    PrefixSet prefixes,
    ExpressionSet expressions,
    List<BadLine> bad,
    long badCount) {

  /// A line that could not be read.
  ///
  /// @param text its beginning
  public record BadLine(String file, long line, String text, String reason) {}

  /// Copies the lines.
  public BlockList {
    bad = List.copyOf(bad);
  }

  /// Whether it is about a host, a URL, or an address if there is one.
  ///
  /// @param unsure whether it is where that would take too long to find out
  public boolean has(String host, String url, Optional<InetAddress> address, boolean unsure) {
    return domains.has(host)
        || switch (expressions.in(url)) {
          case YES -> true;
          case NO -> false;
          case UNSURE -> unsure;
        }
        || address.filter(prefixes::has).isPresent();
  }

  /// Whether an address may make a difference.
  public boolean asksForAddress() {
    return prefixes.count() > 0;
  }

  /// How many entries there are.
  public int count() {
    return domains.count() + prefixes.count() + expressions.count();
  }

  /// The memory that they take.
  public long bytes() {
    return domains.bytes() + prefixes.bytes() + expressions.bytes();
  }
}
