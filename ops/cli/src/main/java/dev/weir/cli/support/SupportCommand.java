package dev.weir.cli.support;

import dev.weir.cli.doctor.DoctorReport;
import dev.weir.cli.show.AdminClient;
import dev.weir.cli.show.AdminClient.Reply;
import dev.weir.cli.show.Page;
import dev.weir.cli.terminal.ExitCode;
import dev.weir.cli.terminal.NodeAdmin;
import dev.weir.cli.terminal.Terminal;
import dev.weir.node.doctor.Diagnosis;
import dev.weir.node.doctor.probe.Examination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weir support-bundle`: puts into one file what somebody far away needs to help.
@Command(
    name = "support-bundle",
    description =
        "Put into one tar.gz what somebody far away needs to help: the configuration, what the node"
            + " shows, its numbers and events, the ends of logs, the doctor's findings, facts of"
            + " the host. Secrets are taken out; addresses and hosts are in it.")
public final class SupportCommand implements Callable<Integer> {
  private static final String CONFIGURATION = "node.yaml";
  private static final Set<Page> ACTING = Set.of(Page.PURGE, Page.DNS);

  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final NodeAdmin node = new NodeAdmin();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/weir/node.yaml",
      description = "The node's YAML file; without it ${DEFAULT-VALUE}.")
  private Path config = Path.of("/etc/weir/node.yaml");

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "A log whose last MiB is taken, too; as often as needed.")
  private List<Path> logs = List.of();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Where it is written; without it weir-support-TIME.tar.gz here.")
  private @Nullable Path file;

  @Override
  public Integer call() throws InterruptedException {
    Instant now = InstantSource.system().instant();
    Path to =
        file == null
            ? Path.of(
                "weir-support-%s.tar.gz".formatted(now.toString().replaceAll("[:-]|\\..*", "")))
            : file;
    var missing = new ArrayList<String>();
    Map<String, String> parts = gather(missing);
    var redaction =
        new Redaction(KnownSecrets.of(parts.getOrDefault(CONFIGURATION, ""), System.getenv()));
    try (var tar = new Tar(new GZIPOutputStream(opened(to)), now.getEpochSecond())) {
      for (var part : parts.entrySet()) {
        boolean json = part.getKey().endsWith(".json");
        String text = part.getValue();
        tar.add("weir-support/" + part.getKey(), json ? redaction.json(text) : redaction.of(text));
      }
    } catch (IOException e) {
      return terminal.complain(
          ExitCode.FAILURE, "cannot write " + to + ": " + e.getMessage() + ". Say --file FILE.");
    }
    missing.forEach(it -> terminal.say("weir: without " + it));
    return terminal.print(to + ": " + parts.size() + " files. Look at it before you send it.");
  }

  private static java.io.OutputStream opened(Path to) throws IOException {
    Files.deleteIfExists(to);
    Files.createFile(
        to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.newOutputStream(to);
  }

  private Map<String, String> gather(List<String> missing) throws InterruptedException {
    var parts = new LinkedHashMap<String, String>();
    terminal.step("host");
    parts.put("host.txt", HostFacts.text(terminal.version()));
    try {
      parts.put(CONFIGURATION, Files.readString(config));
    } catch (IOException e) {
      missing.add(config + ": " + e.getMessage());
    }
    terminal.step("what the node shows");
    pages(parts, missing);
    terminal.step("doctor");
    var facts = new Examination(config, Optional.empty(), Optional.empty(), Set.of()).gather();
    parts.put("doctor.json", DoctorReport.json(Diagnosis.of(facts), false));
    for (Path log : logs) {
      try {
        parts.put("log-" + parts.size() + "-" + log.getFileName(), HostFacts.tail(log));
      } catch (IOException e) {
        missing.add(log + ": " + e.getMessage());
      }
    }
    terminal.step("");
    return parts;
  }

  private void pages(Map<String, String> parts, List<String> missing) {
    AdminClient client = node.client();
    if (!page(client, List.of(AdminClient.READY), "ready.json", parts, missing)) {
      return;
    }
    page(client, List.of(AdminClient.METRICS), "metrics.txt", parts, missing);
    for (Page page : Page.values()) {
      if (!ACTING.contains(page)) {
        String name = page.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
        page(client, page.paths(), name, parts, missing);
      }
    }
  }

  /// Whether somebody answers at all; a node that is not ready answers with its reasons.
  private static boolean page(
      AdminClient client,
      List<String> paths,
      String name,
      Map<String, String> parts,
      List<String> missing) {
    switch (client.get(paths)) {
      case Reply.Page page -> parts.put(name, page.json());
      case Reply.Refused refused when refused.status() == 503 -> parts.put(name, refused.body());
      case Reply.Refused refused -> missing.add(name + ": status " + refused.status());
      case Reply.Unreachable nobody -> {
        missing.add("what a node shows: " + nobody.why() + ". Is it running? Or say --admin.");
        return false;
      }
    }
    return true;
  }
}
