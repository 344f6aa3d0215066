package dev.weir.cli.show.proxy;

import dev.weir.cli.show.Answer;
import dev.weir.cli.show.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `show origins`: where the hosts are for which a node stands.
public final class OriginsText {
  private OriginsText() {}

  /// `GET /v1/origins` of a node.
  public record Origins(List<Site> sites) {
    /// Keeps a list that is never null.
    public Origins {
      sites = Answer.listOf(sites);
    }
  }

  /// One section of `proxy.reverse`.
  public record Site(
      @Nullable String listen, List<String> hosts, boolean probed, List<Origin> origins) {
    /// Keeps lists that are never null.
    public Site {
      hosts = Answer.listOf(hosts);
      origins = Answer.listOf(origins);
    }
  }

  /// One origin of it.
  public record Origin(@Nullable String address, int weight, boolean healthy, int failures) {}

  /// As text for a terminal.
  public static String of(Origins page) {
    if (page.sites().isEmpty()) {
      return "This node stands for no hosts (proxy.reverse).\n";
    }
    var text = new Text();
    for (Site site : page.sites()) {
      String hosts = String.join(" ", site.hosts().stream().map(Text::value).toList());
      text.line(Text.value(site.listen()) + "  " + hosts + (site.probed() ? "" : "  (not probed)"));
      for (Origin origin : site.origins()) {
        text.line(
            "  %-21s  weight %3d  %-8s  %d failed in a row"
                .formatted(
                    Text.value(origin.address()),
                    origin.weight(),
                    origin.healthy() ? "healthy" : "OUT",
                    origin.failures()));
      }
    }
    return text.toString();
  }
}
