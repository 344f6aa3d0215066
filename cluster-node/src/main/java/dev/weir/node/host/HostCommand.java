package dev.weir.node.host;

import java.util.List;

/// One command that changes the host.
///
/// `input` is written to its standard input. `absent` is part of what the program says when the
/// thing to change is not there: a failure that says so counts as success; empty excuses nothing. A
/// `repeated` command is run again until it fails in this way.
public record HostCommand(List<String> words, String input, String absent, boolean repeated) {
  /// Keeps a copy of the words.
  public HostCommand {
    words = List.copyOf(words);
    if (words.isEmpty() || (repeated && absent.isEmpty())) {
      throw new IllegalArgumentException("not a command that ends: " + words);
    }
  }

  static HostCommand run(String line) {
    return new HostCommand(words(line), "", "", false);
  }

  static HostCommand nft(String script) {
    return new HostCommand(List.of("nft", "-f", "-"), script, "", false);
  }

  static HostCommand unlessMissing(String line, String absent) {
    return new HostCommand(words(line), "", absent, false);
  }

  static HostCommand removeAll(String line, String absent) {
    return new HostCommand(words(line), "", absent, true);
  }

  /// As an operator would type it in a shell.
  @Override
  public String toString() {
    String line = String.join(" ", words);
    return input.isEmpty() ? line : line + " <<'END'\n" + input + "END";
  }

  private static List<String> words(String line) {
    return List.of(line.split(" ", -1));
  }
}
