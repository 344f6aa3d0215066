package dev.weir.node.doctor.probe;

import dev.weir.node.doctor.HostFacts.Listener;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads what `ss` says of the TCP sockets that accept connections, and of UDP sockets.
final class ListenerReader {
  private static final Pattern LINE =
      Pattern.compile("(?:LISTEN|UNCONN)\\s+\\d+\\s+\\d+\\s+(\\S+):(\\d{1,5})\\s.*");
  private static final Pattern TRANSPARENT =
      Pattern.compile("inet-sockopt: \\([^)]*\\btransparent\\b");

  private ListenerReader() {}

  /// One for each line that is understood. An address of IPv6 stays in its brackets.
  static List<Listener> read(List<String> lines) {
    return lines.stream().flatMap(ListenerReader::listener).toList();
  }

  private static Stream<Listener> listener(String line) {
    Matcher matcher = LINE.matcher(line + " ");
    return matcher.matches()
        ? Stream.of(
            new Listener(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                TRANSPARENT.matcher(line).find()))
        : Stream.empty();
  }
}
