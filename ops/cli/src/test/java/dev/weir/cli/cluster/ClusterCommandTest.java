package dev.weir.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.terminal.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("weir cluster init")
final class ClusterCommandTest {
  private final PrintStream before = System.out;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final StringWriter refused = new StringWriter();

  @TempDir private Path temporary;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void hush() {
    System.setOut(before);
  }

  @Test
  @DisplayName("makes a folder for each node, and says what it made and until when it holds")
  void makes() {
    assertThat(init("--name", "lab", "--node", "192.0.2.11,192.0.2.12")).isEqualTo(ExitCode.OK);

    assertThat(words())
        .contains("authority CN=weir cluster lab until 20")
        .contains("node 192.0.2.11 " + folder("192.0.2.11") + " made")
        .contains("node 192.0.2.12 " + folder("192.0.2.12") + " made");
    assertThat(folder("192.0.2.12").resolve("node.key")).isRegularFile();
    assertThat(folder("192.0.2.11").resolve("cluster.secret"))
        .hasSameTextualContentAs(folder("192.0.2.12").resolve("cluster.secret"));
  }

  @Test
  @DisplayName("again it keeps what is there; --renew gives a new certificate and key")
  void again() throws Exception {
    init("--node", "192.0.2.11");
    String first = Files.readString(folder("192.0.2.11").resolve("node.key"));

    assertThat(init("--node", "192.0.2.11")).isEqualTo(ExitCode.OK);
    assertThat(words()).endsWith("was there");
    assertThat(folder("192.0.2.11").resolve("node.key")).hasContent(first);

    assertThat(init("--renew", "--node", "192.0.2.11")).isEqualTo(ExitCode.OK);
    assertThat(words()).endsWith("renewed");
    assertThat(Files.readString(folder("192.0.2.11").resolve("node.key"))).isNotEqualTo(first);
  }

  @Test
  @DisplayName("an address that is none is refused before anything is made")
  void noAddress() {
    assertThat(init("--node", "192.0.2.11,cache-2")).isEqualTo(ExitCode.USAGE);
    assertThat(refused.toString()).contains("--node: ");
    assertThat(temporary.resolve("cluster")).doesNotExist();
  }

  @Test
  @DisplayName("a folder that cannot be made is a failure, without a stack trace")
  void noFolder() throws Exception {
    Files.writeString(temporary.resolve("cluster"), "a file is in the way");

    assertThat(init("--node", "192.0.2.11")).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  @DisplayName("without a verb it says which there is")
  void noVerb() {
    assertThat(weir()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.toString()).contains("wants one of: init.");
  }

  private int init(String... more) {
    var words = new String[more.length + 3];
    words[0] = "init";
    words[1] = "--dir";
    words[2] = temporary.resolve("cluster").toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return weir(words);
  }

  private int weir(String... words) {
    return new CommandLine(new ClusterCommand()).setErr(new PrintWriter(refused)).execute(words);
  }

  private Path folder(String node) {
    return temporary.resolve("cluster").resolve(node);
  }

  private String words() {
    return said.toString(StandardCharsets.UTF_8).strip();
  }
}
