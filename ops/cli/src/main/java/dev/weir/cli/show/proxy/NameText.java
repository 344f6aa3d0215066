package dev.weir.cli.show.proxy;

import dev.weir.cli.show.Answer;
import dev.weir.cli.show.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/dns` of a node as text: what a name means to it.
public final class NameText {
  private static final int COLUMN = 10;

  private NameText() {}

  /// `GET /v1/dns?name=` of a node.
  public record Name(
      @Nullable String name,
      @Nullable String result,
      List<String> addresses,
      List<String> answered,
      boolean kept,
      long secondsLeft,
      long namesKept) {
    /// Keeps lists that are never null.
    public Name {
      addresses = Answer.listOf(addresses);
      answered = Answer.listOf(answered);
    }
  }

  /// As text for a terminal.
  public static String of(Name page) {
    var text = new Text();
    text.field(0, COLUMN, "Name", Text.value(page.name()));
    text.field(
        0, COLUMN, "Result", Text.value(page.result()) + (page.kept() ? ", kept" : ", asked now"));
    text.field(0, COLUMN, "Addresses", list(page.addresses()));
    if ("rebound".equals(page.result())) {
      text.field(0, COLUMN, "Refused", list(page.answered()) + ": write the host into dns.private");
    }
    text.field(0, COLUMN, "Kept for", page.secondsLeft() + " s");
    text.field(0, COLUMN, "Names", page.namesKept() + " are kept");
    return text.toString();
  }

  private static String list(List<String> addresses) {
    return addresses.isEmpty() ? "none" : String.join(", ", addresses);
  }
}
