package dev.weir.cli;

import dev.weir.cli.show.Look;
import dev.weir.cli.show.Page;
import dev.weir.cli.terminal.Asking;
import dev.weir.cli.terminal.Terminal;
import dev.weir.router.show.IosStyle;
import dev.weir.router.show.ShowWccp;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir show`: asks a running node or router and prints what it says.
@Command(name = "show", description = "Ask a running node or router.")
final class ShowCommand implements Runnable {
  private static final String STYLE = "Labels of IOS 12.4 or 15: ${COMPLETION-CANDIDATES}.";

  @Mixin private final Terminal terminal = new Terminal();

  @Override
  public void run() {
    throw terminal.subcommandMissing();
  }

  @Command(description = "Routers, caches and counters, in the words of 'show ip wccp'.")
  int wccp(
      @Parameters(
              arity = "0..*",
              paramLabel = "WORD",
              description =
                  "Of a router: summary, interfaces, or a service and detail, view, service or"
                      + " clients; words may be shortened. None: the counters.")
          @Nullable List<String> words,
      @Option(names = "--style", paramLabel = "STYLE", description = STYLE, defaultValue = "v15")
          IosStyle style,
      @Mixin Asking asking) {
    ShowWccp show = parsed(words == null ? List.of() : words);
    return show(Page.WCCP, Page.WCCP.paths(), asking, new Look(show, style, asking.wide()));
  }

  @Command(description = "Each router that a node speaks to, and each service group, on one line.")
  int routers(@Mixin Asking asking) {
    return show(Page.ROUTERS, asking);
  }

  @Command(description = "The 256 buckets as a map, and who owns how many.")
  int buckets(@Mixin Asking asking) {
    return show(Page.BUCKETS, asking);
  }

  @Command(description = "The cluster's members beside the routers' view; differences marked.")
  int cluster(@Mixin Asking asking) {
    return show(Page.CLUSTER, asking);
  }

  @Command(description = "What a node keeps, in memory and on disks.")
  int cache(@Mixin Asking asking) {
    return show(Page.CACHE, asking);
  }

  @Command(description = "Who asked a node lately: by the last 1000 requests of its access log.")
  int clients(@Mixin Asking asking) {
    return show(Page.CLIENTS, asking);
  }

  @Command(description = "What happened lately to a node or a router.")
  int events(@Mixin Asking asking) {
    return show(Page.EVENTS, asking);
  }

  @Command(description = "The configuration that is in force at a node.")
  int config(@Mixin Asking asking) {
    return show(Page.CONFIG, asking);
  }

  @Command(description = "What a name means to a node; it may ask its name servers.")
  int dns(
      @Parameters(paramLabel = "NAME", description = "Such as www.example.com.") String name,
      @Mixin Asking asking) {
    String query = "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    List<String> paths = Page.DNS.paths().stream().map(path -> path + query).toList();
    return show(Page.DNS, paths, asking, Look.narrow());
  }

  @Command(description = "The proxies that a node asks in place of origins.")
  int parents(@Mixin Asking asking) {
    return show(Page.PARENTS, asking);
  }

  @Command(description = "Which connections a node gives back to the router, and why.")
  int bypass(@Mixin Asking asking) {
    return show(Page.BYPASS, asking);
  }

  @Command(description = "The origins of the hosts for which a node stands, and their health.")
  int origins(@Mixin Asking asking) {
    return show(Page.ORIGINS, asking);
  }

  @Command(description = "Who may what at a node: its rules, and the lists that it has read.")
  int access(@Mixin Asking asking) {
    return show(Page.ACCESS, asking);
  }

  @Command(
      name = "host-check",
      description = "The hosts that are most often not where their requests' connections went.")
  int hostCheck(@Mixin Asking asking) {
    return show(Page.HOST_CHECK, asking);
  }

  @Command(description = "The names that diverted TLS connections gave most often.")
  int tls(@Mixin Asking asking) {
    return show(Page.TLS, asking);
  }

  @Command(description = "How network management asks a node by SNMP, and what came of it.")
  int snmp(@Mixin Asking asking) {
    return show(Page.SNMP, asking);
  }

  private ShowWccp parsed(List<String> words) {
    try {
      return ShowWccp.parse(words);
    } catch (IllegalArgumentException e) {
      throw terminal.misused(String.valueOf(e.getMessage()));
    }
  }

  private int show(Page page, Asking asking) {
    return show(page, page.paths(), asking, new Look(ShowWccp.ALL, IosStyle.V15, asking.wide()));
  }

  private int show(Page page, List<String> paths, Asking asking, Look look) {
    return asking.show(terminal, paths, page.whoHasIt(), body -> page.text(body, look));
  }
}
