package dev.weir.node.host;

/// A command that sets or removes host rules failed: which, what it said, and what to do.
public final class HostRulesFailed extends Exception {
  private static final long serialVersionUID = 1;

  HostRulesFailed(HostCommand command, String said, String remedy) {
    super(
        String.join(" ", command.words())
            + (command.input().isEmpty()
                ? ""
                : " (" + command.input().lines().findFirst().orElse("") + ")")
            + " failed: "
            + said
            + "; "
            + remedy);
  }
}
