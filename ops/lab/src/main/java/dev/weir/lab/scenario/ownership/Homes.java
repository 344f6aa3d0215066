package dev.weir.lab.scenario.ownership;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.Plan;
import dev.weir.lab.net.WideName;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hosts with four addresses, each of which the routers bring to another node, are asked for by two
/// clients through two routers, and by clients that are configured to use one node or another: each
/// page is fetched once, and kept by the one node that every node calls its owner.
public final class Homes implements Scenario.Script {
  private static final int PAGES_EACH = 5;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern OWNER = Pattern.compile("(?m)^Owner:\\s+(\\S+)");

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    TwoRouters.start(stage, Configurations::explicit);
    List<String> urls = WideName.ALL.stream().flatMap(name -> urls(name).stream()).toList();
    int requests = ask(stage);
    judge(stage, urls, requests);
    owners(stage);
    RouterView view = stage.awaitAssigned();
    RouterView second = RouterView.ask(stage.secondRouter()).orElse(RouterView.UNKNOWN);
    stage.findings().equal("both routers have one table", view.key(), second.key());
    stage.findings().atLeast("packets by r1", 1, view.redirectedPackets(), "");
    stage.findings().atLeast("packets by r2", 1, second.redirectedPackets(), "");
    stage.reportPrograms(view);
  }

  private static List<String> urls(WideName name) {
    var urls = new ArrayList<String>();
    for (int i = 0; i < PAGES_EACH; i++) {
      urls.add("http://" + name.host() + "/page/" + i);
    }
    return urls;
  }

  /// Each page, by each address of its host, from each client; before that or after it, by turns,
  /// through each node.
  private static int ask(Stage stage) throws LabFailure, InterruptedException {
    int requests = 0;
    for (WideName name : WideName.ALL) {
      var ingresses = new HashSet<String>();
      int page = 0;
      for (String url : urls(name)) {
        boolean explicitFirst = page++ % 2 == 0;
        requests += explicitFirst ? askNodes(stage, url) : 0;
        for (String address : name.addresses()) {
          for (LabHost client : Plan.CLIENTS) {
            Curl.Answer answer = Curl.getAt(client, url, address, LIMIT);
            requests++;
            ingresses.add(lastHop(answer));
            if (answer.status() != 200) {
              stage.findings().equal("status of " + url + " at " + address, 200, answer.status());
            }
          }
        }
        requests += explicitFirst ? 0 : askNodes(stage, url);
      }
      stage.findings().atLeast("nodes that met clients of " + name.host(), 2, ingresses.size(), "");
    }
    return requests;
  }

  /// A page, from clients that are configured to use one of the nodes.
  private static int askNodes(Stage stage, String url) throws LabFailure, InterruptedException {
    int requests = 0;
    for (LabHost node : Plan.CACHES) {
      LabHost client = Plan.CLIENTS.get(requests++ % Plan.CLIENTS.size());
      String proxy = node.address() + ":" + Configurations.EXPLICIT_PORT;
      Curl.Answer answer = Curl.getThrough(client, url, proxy, LIMIT);
      String which = " of " + url + " through " + node.name();
      if (answer.status() != 200) {
        stage.findings().equal("status" + which, 200, answer.status());
      }
      if (!lastHop(answer).equals(node.pseudonym())) {
        stage.findings().equal("last hop" + which, node.pseudonym(), lastHop(answer));
      }
    }
    return requests;
  }

  /// Whoever the client's connection came to.
  private static String lastHop(Curl.Answer answer) {
    String members =
        String.join(", ", answer.headers().getOrDefault("cache-status", List.of("nobody")));
    return members.substring(members.lastIndexOf(", ") < 0 ? 0 : members.lastIndexOf(", ") + 2)
        .split(";", -1)[0];
  }

  private static void judge(Stage stage, List<String> urls, int requests)
      throws LabFailure, InterruptedException {
    var counts = OriginControl.counts();
    long fetches = urls.stream().mapToLong(url -> counts.getOrDefault(url, 0L)).sum();
    Copies copies = Copies.of(stage, urls);
    stage
        .screen()
        .timed(
            "[1] homes     %d pages of hosts with 4 addresses, %d requests: %d origin fetches, copies %d to %d"
                .formatted(urls.size(), requests, fetches, copies.least(), copies.most()));
    var findings = stage.findings();
    findings.equal("origin fetches of " + urls.size() + " pages", (long) urls.size(), fetches);
    findings.equal("copies of a page, least", 1, copies.least());
    findings.equal("copies of a page, most", 1, copies.most());
  }

  /// What `weir owner` says of a page on each node, beside where that page is.
  private static void owners(Stage stage) throws LabFailure, InterruptedException {
    for (WideName name : WideName.ALL) {
      String url = urls(name).getFirst();
      var said = new HashSet<String>();
      for (LabHost cache : Plan.CACHES) {
        said.add(stage.node(cache).owner(url));
      }
      Set<LabHost> keepers = Copies.of(stage, List.of(url)).keepers().getOrDefault(url, Set.of());
      stage
          .findings()
          .equal(
              "owner of " + url + " to every node",
              keepers.stream().map(LabHost::address).toList().toString(),
              said.toString());
      stage.screen().detail(url + ": " + said);
    }
    String url = urls(WideName.ALL.getFirst()).getFirst();
    LabHost last = Plan.CACHES.getLast();
    Shell.Outcome outcome = stage.programs().weir(last, "owner", url);
    Matcher owner = OWNER.matcher(outcome.out());
    stage
        .findings()
        .equal(
            "weir owner " + url,
            stage.node(last).owner(url),
            owner.find() ? owner.group(1) : outcome.lastWord());
    stage.screen().timed("[2] owners    every node names the one that keeps the page");
  }
}
