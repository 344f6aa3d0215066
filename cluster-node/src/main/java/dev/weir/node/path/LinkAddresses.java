package dev.weir.node.path;

import java.net.Inet4Address;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The link addresses of neighbours, as the kernel's table `/proc/net/arp` has them.
final class LinkAddresses {
  private static final Pattern SPACES = Pattern.compile(" +");
  private static final Pattern ETHERNET = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
  private static final int COLUMNS = 6;
  private static final int COMPLETE = 0x2;

  private LinkAddresses() {}

  /// Those of these neighbours on this device, as far as they are known, in order.
  static Set<String> of(String table, Collection<Inet4Address> neighbours, String device) {
    Set<String> wanted =
        neighbours.stream().map(Inet4Address::getHostAddress).collect(Collectors.toSet());
    return table
        .lines()
        .skip(1)
        .map(line -> SPACES.split(line.strip(), -1))
        .filter(columns -> columns.length == COLUMNS)
        .filter(columns -> wanted.contains(columns[0]) && columns[5].equals(device))
        .filter(columns -> isComplete(columns[2]))
        .map(columns -> columns[3].toLowerCase(Locale.ROOT))
        .filter(address -> ETHERNET.matcher(address).matches())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isComplete(String flags) {
    return flags.matches("0x[0-9a-f]{1,4}")
        && (Integer.parseInt(flags.substring(2), 16) & COMPLETE) != 0;
  }
}
