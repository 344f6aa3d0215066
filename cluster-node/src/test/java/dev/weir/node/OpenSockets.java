package dev.weir.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Where this process takes in what strangers send, as the kernel says.
public final class OpenSockets {
  private static final String LISTENING = "0A";

  private OpenSockets() {}

  /// Listening TCP sockets and all UDP sockets of this process, by protocol and local address.
  public static Set<String> ofThisProcess() throws IOException {
    Set<String> own = new TreeSet<>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        own.add(target(descriptor));
      }
    }
    var found = new TreeSet<String>();
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
      List<String> lines = Files.readAllLines(Path.of("/proc/self/net", protocol));
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.strip().split("\\s+", -1);
        boolean open = protocol.startsWith("udp") || words[3].equals(LISTENING);
        if (open && own.contains("socket:[" + words[9] + "]")) {
          found.add(protocol.replace("6", "") + " " + ipv4(words[1]));
        }
      }
    }
    return found;
  }

  /// An address in IPv6 that stands for one in IPv4 as that.
  private static String ipv4(String local) {
    String mapped = "0000000000000000FFFF0000";
    return local.startsWith(mapped) ? local.substring(mapped.length()) : local;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
