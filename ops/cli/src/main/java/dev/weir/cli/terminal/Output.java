package dev.weir.cli.terminal;

import picocli.CommandLine.Option;

/// The option that says how an answer is printed.
public final class Output {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, wide, json or yaml; json is the answer as it came. Without it: table.")
  private Format format = Format.TABLE;

  /// That form.
  public Format format() {
    return format;
  }
}
