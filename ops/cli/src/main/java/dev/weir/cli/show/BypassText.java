package dev.weir.cli.show;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `show bypass`: which connections a node gives back to the router, and the same as lines of a
/// router's redirect-list.
public final class BypassText {
  private static final Pattern PREFIX =
      Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?:/([0-9]|[12][0-9]|3[0-2]))?");

  private static final Pattern SINGLE =
      Pattern.compile(
          "(?:([0-9]{1,3}(?:\\.[0-9]{1,3}){3})@)?([0-9]{1,3}(?:\\.[0-9]{1,3}){3}):([0-9]{1,5})");

  private BypassText() {}

  /// The rules as a table.
  static String of(Answer.Bypass bypass) {
    if (bypass.rules().isEmpty()) {
      return "No connection is given back to the router by a rule.\n";
    }
    var text = new Text();
    text.line("Side  What                                      For           Because");
    for (Answer.BypassRule rule : bypass.rules()) {
      text.line(
          "%-4s  %-40s  %-12s  %s"
              .formatted(
                  Text.value(rule.side()),
                  Text.value(rule.what()),
                  time(rule),
                  rule.because() == null ? "" : Text.value(rule.because()))
              .stripTrailing());
      for (String address : rule.addresses()) {
        text.line("        " + Text.value(address));
      }
    }
    return text.toString();
  }

  /// A page as lines of an extended access-list that keeps a router from diverting the same, but
  /// for what the node has learnt, which ends by itself; empty when `json` is no such page.
  public static Optional<String> redirectList(String json) {
    try {
      var bypass = JsonMapper.shared().readValue(json, Answer.Bypass.class);
      Set<String> lines = new LinkedHashSet<>();
      for (Answer.BypassRule rule : bypass.rules()) {
        if (rule.cause() != null) {
          continue;
        }
        switch (String.valueOf(rule.side())) {
          case "from" -> prefix(rule.what()).ifPresent(it -> lines.add("deny tcp " + it + " any"));
          case "port" -> port(rule.what()).ifPresent(it -> lines.add("deny tcp any any eq " + it));
          default -> {
            prefix(rule.what()).ifPresent(it -> lines.add("deny tcp any " + it));
            single(rule.what()).ifPresent(lines::add);
            for (String address : rule.addresses()) {
              prefix(address).ifPresent(it -> lines.add("deny tcp any " + it));
            }
          }
        }
      }
      lines.add("permit tcp any any");
      return Optional.of(
          "ip access-list extended WEIR-BYPASS\n " + String.join("\n ", lines) + "\n");
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static String time(Answer.BypassRule rule) {
    Long seconds = rule.secondsLeft();
    if (seconds == null) {
      return rule.configured() ? "configured" : "ever";
    }
    return seconds < 120
        ? seconds + " s"
        : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }

  /// `host A.B.C.D`, `any`, or a network with its wildcard bits.
  private static Optional<String> prefix(@Nullable String text) {
    Matcher matcher = PREFIX.matcher(String.valueOf(text));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String network = matcher.group(1);
    int length = matcher.group(2) == null ? 32 : Integer.parseInt(matcher.group(2));
    long wildcard = (1L << (32 - length)) - 1;
    return Optional.of(
        switch (length) {
          case 0 -> "any";
          case 32 -> "host " + network;
          default ->
              network
                  + " "
                  + String.join(
                      ".",
                      List.of(24, 16, 8, 0).stream()
                          .map(shift -> Long.toString(wildcard >>> shift & 0xFF))
                          .toList());
        });
  }

  /// The line for `ADDRESS:PORT`, perhaps of one client.
  private static Optional<String> single(@Nullable String text) {
    Matcher matcher = SINGLE.matcher(String.valueOf(text));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String client = matcher.group(1) == null ? "any" : "host " + matcher.group(1);
    return Optional.of(
        "deny tcp " + client + " host " + matcher.group(2) + " eq " + matcher.group(3));
  }

  private static Optional<String> port(@Nullable String text) {
    String port = String.valueOf(text);
    return port.matches("[0-9]{1,5}") ? Optional.of(port) : Optional.empty();
  }
}
