package dev.weir.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {
  private static final Redaction NOTHING_KNOWN = new Redaction(Set.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wccp: { password: S3CRET, version: 2 }",
        "  password: \"S3CRET\"",
        "cluster: { secret: 'S3CRET' }",
        "admin.token=S3CRET",
        "{\"token\":\"S3CRET\",\"a\":1}",
        "ip wccp web-cache password 0 S3CRET",
        "ip wccp web-cache password 7 S3CRET",
        "Proxy-Authorization: Basic S3CRET",
        "{\"authorization\": \"Bearer S3CRET\"}",
        "Cookie: session=S3CRET; theme=dark",
        "parent http://ann:S3CRET@192.0.2.9:3128/",
        "GET http://www.example.com/a?session=S3CRET 200",
        "  password: two words S3CRET",
        "  password: a,b}S3CRET",
        "password: |\n    one\n    S3CRET\nnode: x",
        "secret: >-\n    S3CRET",
        "token:\n    S3CRET",
        "snmp: { community: S3CRET }",
        "snmp: { communities: [one, S3CRET] }",
        "auth-password: \"a \\\" S3CRET\"",
        "priv_passphrase=S3CRET",
        "198.51.100.7 - - [x] \"GET /a?session=S3CRET HTTP/1.1\" 200",
        "icap://ann:S3CRET@192.0.2.9/avscan",
        "-----BEGIN PRIVATE KEY-----\nS3CRET\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nS3CRET"
      })
  @DisplayName("what may be a secret is taken out, however it is written")
  void takesOut(String text) {
    assertThat(NOTHING_KNOWN.of(text)).doesNotContain("S3CRET").contains("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wccp: { password: file:/etc/weir/wccp.password, version: 2 }",
        "cluster: { secret: env:SECRET }",
        "cluster: { secret: \"file:/etc/weir/cluster.secret\", drain: 0s }",
        "  password: 'env:SECRET'",
        "credentials: { user: ann, password: file:/etc/weir/parent }",
        "GET http://www.example.com/logo.png 200",
        "weir_http_requests_total{result=\"hit\"} 12",
        "routers: [192.0.2.1]"
      })
  @DisplayName("what is none stays as it is")
  void leavesTheRest(String text) {
    assertThat(NOTHING_KNOWN.of(text)).isEqualTo(text);
  }

  @Test
  @DisplayName("a page in JSON stays one, without what stands behind names of secrets or is known")
  void pages() {
    var redaction = new Redaction(Set.of("known-one"));
    String page =
        """
        {"text":"wccp:\\n  password: S3CRET\\n  version: 2","token":"S3CRET","n":1,
         "parts":[{"secret":"env:NAME"},"a known-one b",{"Authorization":"Basic S3CRET"}]}\
        """;

    assertThat(redaction.json(page))
        .isEqualTo(
            "{\"text\":\"wccp:\\n  password: ***\\n  version: 2\",\"token\":\"***\",\"n\":1,"
                + "\"parts\":[{\"secret\":\"env:NAME\"},\"a *** b\",{\"Authorization\":\"***\"}]}");
    assertThat(redaction.json("password=S3CRET")).isEqualTo("password= ***");
  }

  @Test
  @DisplayName("tar lists and reads what was put into an archive")
  void tarReads(@TempDir Path folder) throws Exception {
    Path archive = folder.resolve("a.tar");
    try (var tar = new Tar(Files.newOutputStream(archive), 1_700_000_000)) {
      tar.add("weir-support/a.txt", "x".repeat(600));
      tar.add("weir-support/empty.txt", "");
    }
    assertThat(run("tar", "-tf", archive.toString()))
        .isEqualTo("weir-support/a.txt\nweir-support/empty.txt\n");
    assertThat(run("tar", "-xOf", archive.toString(), "weir-support/a.txt"))
        .isEqualTo("x".repeat(600));
  }

  private static String run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(words)).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
