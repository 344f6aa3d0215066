package dev.weir.cli.show;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What nodes keep and do not keep, as text: the outcome of a purge, and the hosts that differ.
public final class StoreText {
  private StoreText() {}

  /// `POST /v1/purge` of a node: what came of it.
  public record Purge(
      @Nullable String kind,
      @Nullable String what,
      boolean complete,
      long objectsHere,
      List<String> applied,
      List<String> missing,
      List<String> absent) {
    /// Keeps lists that are never null.
    public Purge {
      applied = Answer.listOf(applied);
      missing = Answer.listOf(missing);
      absent = Answer.listOf(absent);
    }
  }

  /// `GET /v1/host-check` of a node.
  public record HostCheck(@Nullable String mode, long namesRemembered, List<Host> notVerified) {
    /// Keeps a list that is never null.
    public HostCheck {
      notVerified = Answer.listOf(notVerified);
    }
  }

  /// One host that was not verified.
  public record Host(
      @Nullable String host, @Nullable String destination, @Nullable String result, long count) {}

  /// `GET /v1/tls` of a node.
  public record Tls(boolean lookedAt, List<Host> names) {
    /// Keeps a list that is never null.
    public Tls {
      names = Answer.listOf(names);
    }
  }

  static String purge(Purge purge) {
    var text = new Text();
    text.field(0, 12, "Purged", purge.kind() + " " + Text.value(purge.what()));
    boolean swept = "regex".equals(purge.kind());
    text.field(0, 12, "Dropped", swept ? "hidden, being swept" : purge.objectsHere() + " here");
    text.field(0, 12, "Applied by", nodes(purge.applied()));
    if (!purge.missing().isEmpty()) {
      text.field(0, 12, "NOT by", nodes(purge.missing()));
    }
    if (!purge.absent().isEmpty()) {
      text.field(0, 12, "Not there", nodes(purge.absent()) + " (told on return)");
    }
    return text.toString();
  }

  private static String nodes(List<String> nodes) {
    return String.join(", ", nodes);
  }

  static String hosts(HostCheck check) {
    var text = new Text();
    text.field(0, 18, "Host check", check.mode());
    text.field(0, 18, "Names remembered", check.namesRemembered());
    if (check.notVerified().isEmpty()) {
      return text.line("").line("Every request was verified.").toString();
    }
    text.line("").line("Requests  Result           Last destination       Host");
    return rows(text, check.notVerified());
  }

  static String tls(Tls seen) {
    var text = new Text();
    text.field(0, 18, "Looked at", seen.lookedAt() ? "yes" : "no: proxy.intercept.tls");
    if (seen.names().isEmpty()) {
      return text.line("").line("No name was seen.").toString();
    }
    text.line("").line("Times     What became         Last destination       Name");
    return rows(text, seen.names());
  }

  private static String rows(Text text, List<Host> hosts) {
    for (Host host : hosts) {
      text.line(
          "%8d  %-15s  %-21s  %s"
              .formatted(
                  host.count(),
                  Text.value(host.result()),
                  Text.value(host.destination()),
                  Text.value(host.host())));
    }
    return text.toString();
  }
}
