package dev.weir.cli.drill;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A fault that can be practised. The list is closed: each has its lines in [Playbook].
enum Drill {
  /// The process of a node ends without a word.
  LOSE_NODE("a node's process is killed", "fast-evict", null),
  /// The process of a node stands still, while its host answers.
  FREEZE_NODE("a node's process stands still", "frozen", null),
  /// A node hands over what it has.
  DRAIN_NODE("a node is taken out on purpose", "drain", "/v1/drain"),
  /// A router diverts nothing any more.
  LOSE_ROUTER("a router stops diverting", "alerts", null),
  /// A site cannot be reached from a node.
  ORIGIN_DOWN("a site does not answer a node", "origin-down", null),
  /// The nodes do not hear each other, and all is well otherwise.
  CUT_GRID("the nodes do not hear each other", "split-grid", null),
  /// Everything passes by the caches.
  FULL_BYPASS(
      "everybody is given back to the routers for five minutes",
      "bypass",
      "/v1/bypass?what=0.0.0.0%2F0&side=to&for=300&because=drill");

  private final String purpose;
  private final String played;
  private final @Nullable String act;

  Drill(String purpose, String played, @Nullable String act) {
    this.purpose = purpose;
    this.played = played;
    this.act = act;
  }

  /// How it is written, such as `lose-node`.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What happens in it, in a few words.
  String purpose() {
    return purpose;
  }

  /// The scenario in which the lab plays the like of it.
  String played() {
    return played;
  }

  /// Where `--yes` posts to, with the query; empty where a person has to do it.
  Optional<String> act() {
    return Optional.ofNullable(act);
  }

  /// All of them in one line.
  static String words() {
    return Arrays.stream(values()).map(Drill::word).collect(Collectors.joining(", "));
  }

  /// Reads one; an [IllegalArgumentException] names them all.
  static Drill of(String word) {
    return List.of(values()).stream()
        .filter(it -> it.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"" + word + "\" is not one of " + words()));
  }
}
