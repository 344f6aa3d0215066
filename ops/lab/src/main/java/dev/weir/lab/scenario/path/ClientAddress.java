package dev.weir.lab.scenario.path;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.OriginContent;
import dev.weir.lab.traffic.OriginControl;
import java.time.Duration;
import java.util.Set;

/// An origin lets one client's address in. Caches that ask under their own are refused; under the
/// client's they are let in, and the answer, which the router brings by a second service, reaches
/// the one that asked.
public final class ClientAddress implements Scenario.Script {
  private static final String REPLIES = "90";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();
  private static final LabHost MEMBER = Plan.CLIENTS.getFirst();
  private static final LabHost STRANGER = Plan.CLIENTS.getLast();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir(ClientAddress::withReplies, (_, text) -> text);
    stage.awaitAssigned();
    var findings = stage.findings();
    findings.equal("node: status", 403, visit(MEMBER, ORIGIN, "/members/node").status());
    findings.equal(
        "node: whom the origin saw", Set.of(owner(stage)), seen(ORIGIN, "/members/node"));
    stage.screen().timed("[1] node      the origin saw " + seen(ORIGIN, "/members/node"));

    stage.programs().stop(Plan.CACHES);
    for (LabHost cache : Plan.CACHES) {
      stage.programs().startNode(cache, ClientAddress::keepingIt);
    }
    RouterView view = stage.awaitAssigned();
    awaitAlike(stage);
    stage.screen().timed("[2] restarted service 90 has the table of web-cache");
    admitted(stage);
    shared(stage);
    stage.reportPrograms(view);
  }

  /// Every origin, so that every node asks.
  private static void admitted(Stage stage) throws LabFailure, InterruptedException {
    int admitted = 0;
    for (OriginName origin : OriginName.ALL) {
      Curl.Answer answer = visit(MEMBER, origin, "/members/client");
      boolean cached = !answer.cacheStatus().cache().isEmpty();
      boolean asMember = seen(origin, "/members/client").equals(Set.of(MEMBER.address()));
      admitted += answer.status() == 200 && cached && asMember ? 1 : 0;
    }
    stage.screen().timed("[3] client    %d origins saw %s".formatted(admitted, MEMBER.address()));
    var findings = stage.findings();
    findings.equal("client: origins that let it in", OriginName.ALL.size(), admitted);
    findings.equal(
        "client: another's status", 403, visit(STRANGER, ORIGIN, "/members/client").status());
    findings.equal(
        "client: whom the origin saw",
        Set.of(MEMBER.address(), STRANGER.address()),
        seen(ORIGIN, "/members/client"));
  }

  /// What is not marked public is asked for anew each time; what is, is not.
  private static void shared(Stage stage) throws LabFailure, InterruptedException {
    for (String path : new String[] {"/private/page", OriginContent.PUBLIC + "page"}) {
      visit(MEMBER, ORIGIN, path);
      visit(STRANGER, ORIGIN, path);
    }
    var findings = stage.findings();
    findings.equal(
        "who asked for what is not marked public",
        Set.of(MEMBER.address(), STRANGER.address()),
        seen(ORIGIN, "/private/page"));
    findings.equal(
        "who asked for what is",
        Set.of(MEMBER.address()),
        seen(ORIGIN, OriginContent.PUBLIC + "page"));
  }

  private static Curl.Answer visit(LabHost client, OriginName origin, String path)
      throws LabFailure, InterruptedException {
    return Curl.get(client, "http://" + origin.host() + path, LIMIT);
  }

  private static Set<String> seen(OriginName origin, String path)
      throws LabFailure, InterruptedException {
    return OriginControl.clients("http://" + origin.host() + path);
  }

  private static String owner(Stage stage) throws LabFailure, InterruptedException {
    return stage.awaitAssigned().table().owner(ORIGIN.bucket());
  }

  /// Both services have one table, by which an answer goes where its request went.
  private static void awaitAlike(Stage stage) throws LabFailure, InterruptedException {
    stage
        .programs()
        .await(
            Plan.ROUTER,
            "the service of the answers has another table",
            Stage.START_LIMIT,
            () ->
                stage
                    .router()
                    .json("/v1/wccp")
                    .filter(it ->
                        RouterView.of(it)
                            .table()
                            .equals(RouterView.of(it, REPLIES).table()))
                    .isPresent());
  }

  /// The node's configuration, with the client's address for its own.
  static String keepingIt(String node) {
    return node.replace("address: node,", "address: client,");
  }

  /// The same service as for requests, under another number, where origins' packets come in.
  static String withReplies(String router) {
    return router.replaceFirst("(?m)^(.*)name: web-cache(.*)$", "$0\n$1id: " + REPLIES + "$2")
        .replaceFirst("(?m)^( *)rn: .*$", "$0\n$1ro: { redirect-in: [" + REPLIES + "] }");
  }
}
