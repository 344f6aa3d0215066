package dev.weir.cli.show.proxy;

import dev.weir.cli.show.Answer;
import dev.weir.cli.show.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/parents` of a node as text: the proxies that it asks in place of origins.
public final class ParentsText {
  private ParentsText() {}

  /// `GET /v1/parents` of a node.
  public record Parents(long rules, List<Parent> parents) {
    /// Keeps a list that is never null.
    public Parents {
      parents = Answer.listOf(parents);
    }
  }

  /// One of them.
  public record Parent(
      @Nullable String name,
      @Nullable String where,
      @Nullable String address,
      boolean up,
      int failures,
      int weight,
      boolean login,
      long asked,
      long failed,
      @Nullable String lastFailure) {}

  /// As text for a terminal.
  public static String of(Parents page) {
    var text = new Text();
    text.field(0, 12, "Chain rules", page.rules());
    if (page.parents().isEmpty()) {
      return text.line("").line("There are no parents: origins are asked themselves.").toString();
    }
    text.line("").line("Parent            State  Asked     Failed    Weight  Login  Where");
    for (Parent it : page.parents()) {
      text.line(
          "%-16s  %-5s  %-8d  %-8d  %-6d  %-5s  %s%s"
              .formatted(
                  Text.value(it.name()),
                  it.up() ? "up" : "DOWN",
                  it.asked(),
                  it.failed(),
                  it.weight(),
                  it.login() ? "yes" : "no",
                  Text.value(it.where()),
                  last(it)));
    }
    return text.toString();
  }

  private static String last(Parent it) {
    String why = Text.value(it.lastFailure());
    return why.isEmpty() ? "" : "  (last failure: " + why + ")";
  }
}
