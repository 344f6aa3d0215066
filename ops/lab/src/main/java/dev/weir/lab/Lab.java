package dev.weir.lab;

import dev.weir.lab.fault.Breakage;
import dev.weir.lab.fault.Fault;
import dev.weir.lab.fault.Faults;
import dev.weir.lab.host.Packages;
import dev.weir.lab.host.Preflight;
import dev.weir.lab.host.Probes;
import dev.weir.lab.host.ProcessIdentity;
import dev.weir.lab.host.StateFolder;
import dev.weir.lab.host.UserNamespace;
import dev.weir.lab.report.Report;
import dev.weir.lab.report.SuiteReport;
import dev.weir.lab.scenario.Catalogue;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.Suite;
import dev.weir.lab.screen.Screen;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `weir lab`: plays a scenario on a network of its own and says whether every statement held.
public final class Lab {
  /// Every check held.
  public static final int PASSED = 0;

  /// A check did not hold, or something needed for the checks did not work.
  public static final int FAILED = 1;

  /// The lab could not start; nothing was made.
  public static final int NOT_STARTED = 2;

  private static final Path STATE = Path.of("/run/weir-lab");

  private Lab() {}

  /// Plays a scenario, shows it on `out`, and gives the exit status.
  public static int run(LabOptions options, PrintStream out) throws InterruptedException {
    Optional<Suite> suite = Catalogue.suite(options.scenario());
    if (suite.isEmpty()) {
      out.println("weir lab: there is no scenario " + options.scenario() + "; there are:");
      list(out);
      return NOT_STARTED;
    }
    if (options.broken().isPresent() && Faults.chosen(options.broken().get()).isEmpty()) {
      out.println("weir lab: there is no fault " + options.broken().get() + "; there are:");
      listFaults(out);
      return NOT_STARTED;
    }
    if (options.keep() && suite.get().scenarios().size() > 1) {
      out.println("weir lab: " + options.scenario() + " is several networks; keep one of them:");
      suite.get().scenarios().forEach(scenario -> out.println("  " + scenario.name()));
      return NOT_STARTED;
    }
    try {
      return start(options, suite.get(), out);
    } catch (LabFailure e) {
      out.println("weir lab: " + e.getMessage());
      return NOT_STARTED;
    }
  }

  /// Shows the name and the sentence of each scenario.
  public static void list(PrintStream out) {
    for (List<Scenario> some : List.of(Catalogue.ALL, Catalogue.LONG)) {
      for (Scenario scenario : some) {
        out.println("  %-14s %s".formatted(scenario.name(), scenario.summary()));
      }
    }
    for (Suite suite : Catalogue.SUITES) {
      out.println("  %-14s %s".formatted(suite.name(), suite.summary()));
    }
  }

  /// Shows the name and the sentence of each fault.
  public static void listFaults(PrintStream out) {
    for (Fault fault : Faults.ALL) {
      out.println("  %-16s %s".formatted(fault.name(), fault.sentence()));
    }
  }

  /// Breaks something in the lab that runs on this host.
  public static int cause(String name, PrintStream out) throws InterruptedException {
    Optional<Fault> fault = Faults.chosen(name);
    if (fault.isEmpty()) {
      out.println("weir lab: there is no fault " + name + "; there are:");
      listFaults(out);
      return NOT_STARTED;
    }
    try {
      new Breakage(STATE.resolve("run")).cause(fault.get());
      out.println(
          "Something is broken now. On "
              + Faults.PATIENT.namespace()
              + " weir doctor names it, ./weir lab repair mends it.");
      return PASSED;
    } catch (LabFailure e) {
      out.println("weir lab: " + e.getMessage());
      return NOT_STARTED;
    }
  }

  /// Mends everything that is broken in the lab that runs on this host.
  public static int repair(PrintStream out) throws InterruptedException {
    try {
      List<String> mended = new Breakage(STATE.resolve("run")).repair();
      out.println(mended.isEmpty() ? "nothing is broken" : "mended: " + String.join(", ", mended));
      return PASSED;
    } catch (LabFailure e) {
      out.println("weir lab: " + e.getMessage());
      return NOT_STARTED;
    }
  }

  private static int start(LabOptions options, Suite suite, PrintStream out)
      throws LabFailure, InterruptedException {
    for (int tries = 0; ; tries++) {
      switch (Preflight.decide(Probes.look(tries))) {
        case Preflight.Decision.Go() -> {
          return play(options, suite, out);
        }
        case Preflight.Decision.Reenter() -> {
          return UserNamespace.run(options.programs().line(List.of(), arguments(options)));
        }
        case Preflight.Decision.Refuse(String sentence) -> throw new LabFailure(sentence);
        case Preflight.Decision.Install(List<String> packages, boolean again) -> {
          out.println(
              "apt-get update; apt-get install "
                  + (again ? "--reinstall " : "")
                  + String.join(" ", packages));
          install(packages, again);
        }
      }
    }
  }

  /// What apt-get could not do shows itself at the next look.
  private static void install(List<String> packages, boolean again)
      throws LabFailure, InterruptedException {
    try {
      Packages.install(packages, again);
    } catch (LabFailure e) {
      if (!again) {
        throw e;
      }
    }
  }

  /// Several scenarios are reported together, after each of them.
  private static int play(LabOptions options, Suite suite, PrintStream out)
      throws LabFailure, InterruptedException {
    int all = suite.scenarios().size();
    var reports = new ArrayList<Report>();
    for (Scenario scenario : suite.scenarios()) {
      LabOptions its = all == 1 ? options : options.within(scenario.name());
      Optional<Report> report = takeAndPlay(its, scenario, new Screen(out, options.verbose()));
      if (report.isEmpty()) {
        return FAILED; // a signal has ended it
      }
      reports.add(report.get());
      if (all > 1) {
        write(options, SuiteReport.of(suite.name(), all, reports));
      }
    }
    if (all > 1) {
      reports.forEach(it -> out.println(it.verdict() + "  " + it.scenario()));
    }
    return reports.stream().allMatch(Report::passed) ? PASSED : FAILED;
  }

  private static void write(LabOptions options, SuiteReport report) throws LabFailure {
    try {
      if (options.json().isPresent()) {
        Files.writeString(options.json().get(), report.json());
      }
    } catch (IOException e) {
      throw new LabFailure("cannot write: " + e.getMessage(), e);
    }
  }

  private static Optional<Report> takeAndPlay(LabOptions options, Scenario scenario, Screen screen)
      throws LabFailure, InterruptedException {
    try {
      if (options.pcap().isPresent()) {
        Files.createDirectories(options.pcap().get());
      }
      Optional<StateFolder> state = StateFolder.take(STATE);
      if (state.isEmpty()) {
        String pid =
            StateFolder.owner(STATE).map(ProcessIdentity::pid).map(String::valueOf).orElse("?");
        throw new LabFailure("a lab is running already (process " + pid + "): end it first");
      }
      return new Performance(options, scenario, screen, state.get()).play();
    } catch (IOException e) {
      throw new LabFailure("cannot write: " + e.getMessage(), e);
    }
  }

  /// The command line that asks for the same.
  static List<String> arguments(LabOptions options) {
    var arguments = new ArrayList<String>(List.of("lab", "--scenario", options.scenario()));
    if (options.keep()) {
      arguments.add("--keep");
    }
    options.broken().ifPresent(name -> arguments.addAll(List.of("--break", name)));
    options.json().ifPresent(file -> arguments.addAll(List.of("--json", file.toString())));
    options.pcap().ifPresent(folder -> arguments.addAll(List.of("--pcap", folder.toString())));
    if (options.verbose()) {
      arguments.add("-v");
    }
    return List.copyOf(arguments);
  }
}
