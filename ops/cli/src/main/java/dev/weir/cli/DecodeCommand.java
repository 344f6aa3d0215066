package dev.weir.cli;

import dev.weir.cli.decode.Inspector;
import dev.weir.cli.decode.JsonReport;
import dev.weir.cli.decode.Report;
import dev.weir.cli.decode.Run;
import dev.weir.cli.decode.TextReport;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.Output;
import dev.weir.cli.terminal.Terminal;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.codec.Security;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weir decode`: a capture in words, with what is wrong in it and where.
@Command(
    name = "decode",
    description = "Say in words what a capture holds of WCCP and GRE, and what is wrong with it.",
    footer = "Exit status: 0 nothing is wrong, 4 something is, 1 it cannot be read, 2 usage.")
final class DecodeCommand implements Callable<Integer> {
  private static final String FILE_PREFIX = "file:";

  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final Output output = new Output();

  @Parameters(
      paramLabel = "FILE",
      description = "A pcap or pcapng file, or with --hex a hex dump; - is the standard input.")
  private String file = "-";

  @Option(names = "--hex", description = "FILE is a hex dump (tshark -x, xxd) or plain hex digits.")
  private boolean hex;

  @Option(
      names = "--password",
      paramLabel = "P",
      description = "Check MD5 digests with this password, or with that in file:PATH.")
  private @Nullable String password;

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      defaultValue = "cisco",
      description = "How buckets' octets are laid out: cisco or draft; otherwise cisco.")
  private BucketOctet layout = BucketOctet.CISCO;

  @Option(
      names = {"-v", "--verbose"},
      description = "List every field with its offset; -o wide does so, too.")
  private boolean verbose;

  @Override
  public Integer call() {
    var out = terminal.out();
    Report report =
        switch (output.format()) {
          case TABLE -> new TextReport(out, verbose);
          case WIDE -> new TextReport(out, true);
          case JSON, YAML -> new JsonReport(out, output.format(), verbose);
        };
    var run = new Run(new Inspector(security(), layout), report);
    try (InputStream in = open()) {
      var sums = hex ? run.hexDump(in) : run.capture(in);
      boolean unreadable = sums.messages() == 0 && !sums.problems().isEmpty();
      return unreadable ? ExitCode.FAILURE : sums.wrong() > 0 ? ExitCode.FINDINGS : ExitCode.OK;
    } catch (IOException e) {
      return terminal.complain(ExitCode.FAILURE, "cannot read " + file + ": " + e);
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(
        file.equals("-") ? System.in : Files.newInputStream(Path.of(file)));
  }

  private Optional<Security> security() {
    try {
      return password == null ? Optional.empty() : Optional.of(Security.md5(secret(password)));
    } catch (IllegalArgumentException | IOException e) {
      throw terminal.misused("--password: " + e.getMessage());
    }
  }

  private static String secret(String given) throws IOException {
    return given.startsWith(FILE_PREFIX)
        ? Files.readString(Path.of(given.substring(FILE_PREFIX.length()))).strip()
        : given;
  }
}
