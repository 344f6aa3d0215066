package dev.weir.lab.scenario.path;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Buckets;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginContent;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// An origin lets one client's address in. A cache that asks under its own is refused; under the
/// client's they are let in, and the answer, which the router brings by a second service, reaches
/// the one that asked. One node is still set as all were before, as in the middle of a change.
public final class ClientAddress implements Scenario.Script {
  private static final String REPLIES = "90";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final LabHost ITSELF = Plan.CACHES.getFirst();
  private static final LabHost MEMBER = Plan.CLIENTS.getFirst();
  private static final LabHost STRANGER = Plan.CLIENTS.getLast();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir(
        ClientAddress::withReplies, (cache, text) -> cache.equals(ITSELF) ? text : keepingIt(text));
    RouterView view = stage.awaitAssigned();
    awaitAlike(stage);
    stage
        .screen()
        .timed("[1] service 90 has the buckets of web-cache, as far as its nodes own any");

    OriginName refusing = ownedBy(view, true).getFirst();
    Curl.Answer refused = visit(MEMBER, refusing, "/members/page");
    stage.screen().timed("[2] node      the origin saw " + seen(refusing, "/members/page"));
    var findings = stage.findings();
    findings.equal("node: status", 403, refused.status());
    findings.equal("node: cache", ITSELF.pseudonym(), refused.cacheStatus().cache());
    findings.equal(
        "node: whom the origin saw", Set.of(ITSELF.address()), seen(refusing, "/members/page"));

    admitted(stage, ownedBy(view, false));
    shared(stage, ownedBy(view, false).getFirst());
    stage.reportPrograms(view);
  }

  /// Many origins, so that every node asks.
  private static void admitted(Stage stage, List<OriginName> origins)
      throws LabFailure, InterruptedException {
    int admitted = 0;
    for (OriginName origin : origins) {
      Curl.Answer answer = visit(MEMBER, origin, "/members/page");
      boolean cached = !answer.cacheStatus().cache().isEmpty();
      boolean asMember = seen(origin, "/members/page").equals(Set.of(MEMBER.address()));
      admitted += answer.status() == 200 && cached && asMember ? 1 : 0;
    }
    stage.screen().timed("[3] client    %d origins saw %s".formatted(admitted, MEMBER.address()));
    OriginName origin = origins.getFirst();
    var findings = stage.findings();
    findings.equal("client: origins that let it in", origins.size(), admitted);
    findings.equal(
        "client: another's status", 403, visit(STRANGER, origin, "/members/page").status());
    findings.equal(
        "client: whom the origin saw",
        Set.of(MEMBER.address(), STRANGER.address()),
        seen(origin, "/members/page"));
  }

  /// What is not marked public is asked for anew each time; what is, is not.
  private static void shared(Stage stage, OriginName origin)
      throws LabFailure, InterruptedException {
    for (String path : new String[] {"/private/page", OriginContent.PUBLIC + "page"}) {
      visit(MEMBER, origin, path);
      visit(STRANGER, origin, path);
    }
    var findings = stage.findings();
    findings.equal(
        "who asked for what is not marked public",
        Set.of(MEMBER.address(), STRANGER.address()),
        seen(origin, "/private/page"));
    findings.equal(
        "who asked for what is",
        Set.of(MEMBER.address()),
        seen(origin, OriginContent.PUBLIC + "page"));
  }

  private static Curl.Answer visit(LabHost client, OriginName origin, String path)
      throws LabFailure, InterruptedException {
    return Curl.get(client, "http://" + origin.host() + path, LIMIT);
  }

  private static Set<String> seen(OriginName origin, String path)
      throws LabFailure, InterruptedException {
    return OriginControl.clients("http://" + origin.host() + path);
  }

  /// The origins whose bucket falls to the node that asks under its own address, or the others.
  private static List<OriginName> ownedBy(RouterView view, boolean itself) {
    return OriginName.ALL.stream()
        .filter(origin -> itself == view.table().owner(origin.bucket()).equals(ITSELF.address()))
        .toList();
  }

  /// Both services give the nodes that are in both the same buckets, by which an answer goes where
  /// its request went.
  private static void awaitAlike(Stage stage) throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "the service of the answers has another table",
            Stage.START_LIMIT,
            () -> stage.router().json("/v1/wccp").filter(ClientAddress::alike).isPresent());
  }

  private static boolean alike(JsonNode router) {
    Buckets requests = RouterView.of(router).table();
    Buckets replies = RouterView.of(router, REPLIES).table();
    return replies.assigned() == replies.size()
        && replies.share(ITSELF.address()) == 0
        && replies.movedSince(requests).stream()
            .allMatch(bucket -> requests.owner(bucket).equals(ITSELF.address()));
  }

  /// The node's configuration, with the client's address for its own.
  static String keepingIt(String node) {
    return node.replace("address: node,", "address: client,");
  }

  /// The same service as for requests, under another number, where origins' packets come in.
  static String withReplies(String router) {
    return router
        .replaceFirst("(?m)^(.*)name: web-cache(.*)$", "$0\n$1id: " + REPLIES + "$2")
        .replaceFirst("(?m)^( *)rn: .*$", "$0\n$1ro: { redirect-in: [" + REPLIES + "] }");
  }
}
