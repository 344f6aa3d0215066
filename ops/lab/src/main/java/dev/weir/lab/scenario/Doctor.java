package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.fault.Breakage;
import dev.weir.lab.fault.Fault;
import dev.weir.lab.fault.Faults;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.program.RouterView;
import dev.weir.lab.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Faults, one by one, on a network that is well: `weir doctor` names each.
final class Doctor implements Scenario.Script {
  private static final Duration LIMIT = Duration.ofSeconds(45);

  /// Nothing found, in place of a code.
  private static final String WELL = "well";

  private final List<Fault> quick;
  private final List<Fault> slow;

  /// With faults that are over as soon as they are mended, and such as routers take a while to
  /// bear.
  Doctor(List<Fault> quick, List<Fault> slow) {
    this.quick = quick;
    this.slow = slow;
  }

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir(text -> text, (_, text) -> Configurations.linked(text));
    RouterView view = stage.awaitAssigned();
    stage.startVisitor(Faults.visited(view.table()));
    stage.findings().equal("before any fault", WELL, untilSaid(stage, WELL, true));
    stage
        .screen()
        .timed("[1] well      " + (quick.size() + slow.size()) + " faults follow, one by one");
    var breakage = new Breakage(stage.run());
    mendsItself(stage, breakage);
    names(stage, breakage, quick);
    stage.findings().equal("after these faults", WELL, untilSaid(stage, WELL, true));
    stage.screen().timed("[2] well      all mended; now what routers take a while to bear");
    names(stage, breakage, slow);
    stage.reportPrograms(view);
  }

  private static void names(Stage stage, Breakage breakage, List<Fault> faults)
      throws LabFailure, InterruptedException {
    for (Fault fault : faults) {
      breakage.cause(fault);
      long since = stage.screen().elapsedMillis();
      String said = untilSaid(stage, fault.code(), fault.showsInTraffic());
      long took = stage.screen().elapsedMillis() - since;
      breakage.repair();
      stage.findings().equal("said of " + fault.name(), fault.code(), said);
      stage.screen().timed("    %-16s %-24s %d ms".formatted(fault.name(), said, took));
    }
  }

  /// One command is run and told, and nothing else has to be done.
  private static void mendsItself(Stage stage, Breakage breakage)
      throws LabFailure, InterruptedException {
    Fault fault = Faults.named("local-rule").orElseThrow();
    breakage.cause(fault);
    Shell.Outcome outcome = ask(stage, false, "--fix");
    String told = outcome.err().lines().findFirst().orElse("nothing");
    stage
        .findings()
        .equal("what --fix does", "weir doctor: ip rule add pref 90 iif wccp0 lookup 90", told);
    stage.findings().equal("after --fix", WELL, untilSaid(stage, WELL, false));
    breakage.repair();
  }

  /// What the doctor says, as soon as it is this, or at last.
  private static String untilSaid(Stage stage, String code, boolean follow)
      throws LabFailure, InterruptedException {
    long until = stage.screen().elapsedMillis() + LIMIT.toMillis();
    String said = said(stage, follow);
    while (!said.equals(code) && stage.screen().elapsedMillis() < until) {
      said = said(stage, follow);
    }
    return said;
  }

  private static Shell.Outcome ask(Stage stage, boolean follow, String... more)
      throws LabFailure, InterruptedException {
    var arguments = new ArrayList<String>(List.of("doctor", "-o", "json"));
    String name = Faults.PATIENT.name() + ".yaml";
    arguments.addAll(List.of("--config", stage.run().resolve(name).toString()));
    if (follow) {
      arguments.addAll(List.of("--client", Plan.CLIENTS.getFirst().address()));
    }
    arguments.addAll(List.of(more));
    return stage.programs().weir(Faults.PATIENT, arguments.toArray(String[]::new));
  }

  private static String said(Stage stage, boolean follow) throws LabFailure, InterruptedException {
    Shell.Outcome outcome = ask(stage, follow);
    stage.screen().detail(outcome.exit() + " " + outcome.out().strip());
    try {
      String code = JsonMapper.shared().readTree(outcome.out()).path("first").asString(WELL);
      boolean consistent = outcome.exit() == (code.equals(WELL) ? 0 : 4);
      return consistent ? code : code + ", exit " + outcome.exit();
    } catch (JacksonException _) {
      return "exit " + outcome.exit() + ": " + outcome.lastWord();
    }
  }
}
