package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.fault.Fault;
import dev.weir.lab.fault.Faults;
import dev.weir.node.doctor.Check;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("weir doctor")
final class DoctorCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  @DisplayName("a refused file is the first finding, with its line and its page, and exit 4")
  void refusedFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("node.yaml"), "node: {name: cache-1}\n");

    assertThat(doctor("--config", file.toString(), "--admin", "127.0.0.1:1")).isEqualTo(4);

    assertThat(out.toString())
        .startsWith("WD-010-config  ")
        .contains("node.address: missing")
        .contains("read  docs/runbooks/doctor.md#wd-010-config");
  }

  @Test
  @DisplayName("JSON names the first code; --fix of what cannot be mended here says so beside it")
  void json(@TempDir Path folder) {
    Path file = folder.resolve("none.yaml");

    int exit = doctor("--config", file.toString(), "--admin", "127.0.0.1:1", "-o", "json", "--fix");

    assertThat(exit).isEqualTo(4);
    assertThat(out.toString()).startsWith("{\"first\":\"WD-010-config\",").endsWith("]}\n");
    assertThat(err.toString()).contains("WD-010-config cannot be mended from here");
  }

  @Test
  @DisplayName("wide tells every finding in full, YAML is the JSON in another form")
  void otherForms(@TempDir Path folder) {
    String file = folder.resolve("none.yaml").toString();

    assertThat(doctor("--config", file, "--admin", "127.0.0.1:1", "-o", "wide")).isEqualTo(4);
    assertThat(out.toString())
        .startsWith("WD-010-config  ")
        .contains("read  docs/runbooks/doctor.md#wd-010-config")
        .doesNotContain("also seen");
    out.getBuffer().setLength(0);

    assertThat(doctor("--config", file, "--admin", "127.0.0.1:1", "-o", "yaml")).isEqualTo(4);
    assertThat(out.toString()).startsWith("first: WD-010-config\n").contains("findings:\n");
  }

  @Test
  @DisplayName("what is no address of a client or of an admin port is refused")
  void refusesWords() {
    assertThat(doctor("--client", "somebody")).isEqualTo(2);
    assertThat(doctor("--admin", "nowhere")).isEqualTo(2);
    assertThat(doctor("-o", "text")).isEqualTo(2);
  }

  @Test
  @DisplayName("every fault of the lab has a code that the doctor knows")
  void faultsHaveCodes() {
    assertThat(Faults.ALL)
        .hasSizeGreaterThanOrEqualTo(20)
        .extracting(Fault::code)
        .isSubsetOf(Arrays.stream(Check.values()).map(Check::code).toList());
    assertThat(Faults.ALL).extracting(Fault::name).doesNotHaveDuplicates();
  }

  private int doctor(String... arguments) {
    var line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    var all = new String[arguments.length + 1];
    all[0] = "doctor";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return line.execute(all);
  }
}
