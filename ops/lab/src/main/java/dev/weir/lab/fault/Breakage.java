package dev.weir.lab.fault;

import dev.weir.lab.LabFailure;
import dev.weir.lab.fault.Fault.Step;
import dev.weir.lab.host.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is broken in the lab that runs, written down in its run folder, so that any process can
/// break and mend.
public final class Breakage {
  private final Path run;

  /// Of the lab whose run folder this is.
  public Breakage(Path run) {
    this.run = run;
  }

  /// Breaks something.
  ///
  /// @throws LabFailure when no lab runs or a step fails; [#repair] mends what was done until then
  public void cause(Fault fault) throws LabFailure, InterruptedException {
    var broken = new ArrayList<>(broken());
    if (!broken.contains(fault)) {
      broken.add(fault);
    }
    write(broken);
    run(fault.breaking());
  }

  /// Mends everything that is broken and gives its names.
  public List<String> repair() throws LabFailure, InterruptedException {
    List<Fault> broken = broken();
    for (Fault fault : broken.reversed()) {
      run(fault.mending());
    }
    write(List.of());
    return broken.stream().map(Fault::name).toList();
  }

  private List<Fault> broken() throws LabFailure {
    if (!Files.isDirectory(run)) {
      throw new LabFailure("no lab is running: start one with ./weir lab --keep");
    }
    try {
      return Files.exists(file())
          ? Files.readAllLines(file()).stream()
              .flatMap(name -> Faults.named(name).stream())
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new LabFailure("cannot read " + file() + ": " + e.getMessage(), e);
    }
  }

  private void write(List<Fault> broken) throws LabFailure {
    try {
      Files.write(file(), broken.stream().map(Fault::name).toList());
    } catch (IOException e) {
      throw new LabFailure("cannot write " + file() + ": " + e.getMessage(), e);
    }
  }

  private Path file() {
    return run.resolve("broken");
  }

  private void run(List<Step> steps) throws LabFailure, InterruptedException {
    for (Step step : steps) {
      Shell.must(
          "ip",
          "netns",
          "exec",
          step.namespace(),
          "sh",
          "-ec",
          "S=\"$0\"\n" + step.script(),
          run.toString());
    }
  }
}
