package dev.weir.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {
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
        "-----BEGIN PRIVATE KEY-----\nS3CRET\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nS3CRET"
      })
  @DisplayName("what may be a secret is taken out, however it is written")
  void takesOut(String text) {
    assertThat(Redaction.of(text)).doesNotContain("S3CRET").contains("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wccp: { password: file:/etc/weir/wccp.password, version: 2 }",
        "cluster: { secret: env:SECRET }",
        "GET http://www.example.com/logo.png 200",
        "weir_http_requests_total{result=\"hit\"} 12",
        "routers: [192.0.2.1]"
      })
  @DisplayName("what is none stays as it is")
  void leavesTheRest(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
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
