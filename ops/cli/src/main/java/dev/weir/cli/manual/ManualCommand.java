package dev.weir.cli.manual;

import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/// `weir manual`: writes what a package puts beside the program.
@Command(
    name = "manual",
    hidden = true,
    description = "Write the pages for man and the completion for shells into a folder.")
public final class ManualCommand implements Callable<Integer> {
  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "FOLDER", description = "Where: man1/*.1 and completion/weir.bash.")
  private Path folder = Path.of(".");

  @Override
  public Integer call() {
    try {
      Path pages = Files.createDirectories(folder.resolve("man1"));
      for (Map.Entry<String, String> page : pages(terminal.program().getCommandSpec()).entrySet()) {
        Files.writeString(pages.resolve(page.getKey() + ".1"), page.getValue());
      }
      Path completion = Files.createDirectories(folder.resolve("completion"));
      Files.writeString(
          completion.resolve("weir.bash"), AutoComplete.bash("weir", terminal.program()));
      return ExitCode.OK;
    } catch (IOException e) {
      return terminal.complain(ExitCode.FAILURE, "cannot write below " + folder + ": " + e);
    }
  }

  /// Every page by its name: one for the program, one for each command.
  static Map<String, String> pages(CommandSpec root) {
    var pages = new LinkedHashMap<String, String>();
    pages.put(ManPage.name(root), ManPage.of(root));
    Tree.below(root).forEach(it -> pages.put(ManPage.name(it), ManPage.of(it)));
    return pages;
  }
}
