package dev.weir.lab.scenario;

import dev.weir.lab.LabFailure;
import dev.weir.lab.fault.Breakage;
import dev.weir.lab.fault.Fault;
import dev.weir.lab.fault.Faults;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.RouterView;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Every fault, one by one, on a network that is well: `weir doctor` names it.
final class Doctor implements Scenario.Script {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /// Nothing found, in place of a code.
  private static final String WELL = "well";

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    RouterView view = stage.awaitAssigned();
    stage.startVisitor(origin(view));
    stage.findings().equal("before any fault", WELL, untilSaid(stage, WELL));
    stage.screen().timed("[1] well      " + Faults.ALL.size() + " faults follow, one by one");
    var breakage = new Breakage(stage.run());
    for (Fault fault : Faults.ALL) {
      breakage.cause(fault);
      long since = stage.screen().elapsedMillis();
      String said = untilSaid(stage, fault.code());
      long took = stage.screen().elapsedMillis() - since;
      breakage.repair();
      stage.findings().equal("said of " + fault.name(), fault.code(), said);
      stage.screen().timed("    %-16s %-24s %d ms".formatted(fault.name(), said, took));
    }
    stage.awaitAssigned();
    stage.findings().equal("after all faults", WELL, untilSaid(stage, WELL));
    stage.screen().timed("[2] well      all mended");
    stage.reportPrograms(view);
  }

  /// A host whose pages are the patient's.
  private static OriginName origin(RouterView view) {
    return OriginName.ALL.stream()
        .filter(it -> view.table().owner(it.bucket()).equals(Faults.PATIENT.address()))
        .findFirst()
        .orElseThrow();
  }

  /// What the doctor says, as soon as it is this, or at last.
  private static String untilSaid(Stage stage, String code)
      throws LabFailure, InterruptedException {
    long until = stage.screen().elapsedMillis() + LIMIT.toMillis();
    String said = said(stage);
    while (!said.equals(code) && stage.screen().elapsedMillis() < until) {
      said = said(stage);
    }
    return said;
  }

  private static String said(Stage stage) throws LabFailure, InterruptedException {
    Shell.Outcome outcome =
        stage
            .programs()
            .weir(
                Faults.PATIENT,
                "doctor",
                "--config",
                stage.run().resolve(Faults.PATIENT.name() + ".yaml").toString(),
                "--client",
                Plan.CLIENTS.getFirst().address(),
                "-o",
                "json");
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
