package dev.weir.cli.manual;

import dev.weir.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weir completion`: what completes commands in a shell.
@Command(
    name = "completion",
    description =
        "Print what completes commands in bash or zsh: eval \"$$(weir completion bash)\", in"
            + " ~/.bashrc or, with zsh, ~/.zshrc.")
public final class CompletionCommand implements Callable<Integer> {
  private enum Shell {
    BASH,
    ZSH
  }

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private @Nullable Shell shell;

  @Override
  public Integer call() {
    String script = AutoComplete.bash("weir", terminal.program());
    return terminal.print(
        shell == Shell.ZSH ? "autoload -Uz compinit && compinit\n" + script : script);
  }
}
