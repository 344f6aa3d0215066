package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What unfolds to 10 GiB of zeros (reliability R3): nobody here unfolds it.
@Timeout(120)
final class ProxyBombTest {
  private static final int MIB = 1 << 20;
  private static final int ZSTD_BLOCK = 128 << 10;

  /// RFC 7932: of 10 GiB of zeros, by libbrotlienc; in gzip and Base64.
  private static final String BROTLI =
      """
      H4sICEwiA2sCA2JvbWIuYnIA7c6xK4RxGMDx5/VyL3lz1w16lbpLbybDeykpw1EGVzIbDNcpZVBvSQbD/aLkysItSmabUoZL
      qVcumwwGJfTKqO5sp3APu79Aff+BT59b1bJkJREXR3bqfi46GntdbWpPW9UWKxBnccofrliNs4GTDU2+q2ak21jjXu9QruCG
      xzfh02fZqKpMihtdzqcqhZKZWNl+e1b7S9WRjqL0XW/OzKbtx+XRhVY7E6vmJSV2GPRPl/a9eO7w5byl8ktYRjyzdZpNV+uy
      /uDeX6jzoZqUzkgGd7v2DvxE7W6p1vjOR3/KV2tNtShTpkyZMmXKlClTpkyZMmXKlClTpkyZMmXKlClTpkyZMmXKlClTpkyZ
      MmXKlClTpkyZMmXKlClTpkyZMuX/Ww5+AHjNSr3xNwAA
      """;

  @RegisterExtension
  private final Scene scene = new Scene(origin -> ProxyUnderTest.storing(128L * MIB, origin));

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "br"})
  @DisplayName("SEC-R3 what unfolds to 10 GiB passes, and is stored, octet for octet as it came")
  void bomb(String coding) throws IOException {
    String body = new String(coded(coding), StandardCharsets.ISO_8859_1);
    assertThat(body.length()).isLessThan(11 * MIB);
    scene.origin.answering(
        "/bomb",
        OriginRecorder.ok(
            body,
            "Content-Encoding: " + coding,
            "Content-Type: text/html",
            "Cache-Control: max-age=60"));
    try (RawClient client = scene.node.client()) {
      for (int i = 0; i < 2; i++) {
        RawClient.Response got = client.get("/bomb", scene.host, "Accept-Encoding: gzip, zstd, br");
        assertThat(got.body().equals(body)).isTrue();
        assertThat(got.field("Content-Encoding")).isEqualTo(coding);
      }
    }
    assertThat(scene.origin.countOf("/bomb")).isEqualTo(1);
    assertThat(scene.node.store.weightBytes()).isLessThan(2L * body.length() + 64 * 1024);
  }

  private static byte[] coded(String coding) throws IOException {
    return switch (coding) {
      case "gzip" -> gzip();
      case "zstd" -> zstd();
      default ->
          new GZIPInputStream(new ByteArrayInputStream(Base64.getMimeDecoder().decode(BROTLI)))
              .readAllBytes();
    };
  }

  /// RFC 1952 §2.2: members of 64 MiB, one after the other.
  private static byte[] gzip() throws IOException {
    var member = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(member)) {
      for (int i = 0; i < 64; i++) {
        gzip.write(new byte[MIB]);
      }
    }
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < 160; i++) {
      member.writeTo(all);
    }
    return all.toByteArray();
  }

  /// RFC 8878 §3.1.1: a frame with a window of 128 KiB, of blocks that are one octet repeated.
  private static byte[] zstd() {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 7 << 3});
    int blocks = 10 * 1024 * (MIB / ZSTD_BLOCK);
    for (int i = 1; i <= blocks; i++) {
      int header = ZSTD_BLOCK << 3 | 1 << 1 | (i == blocks ? 1 : 0);
      frame.writeBytes(new byte[] {(byte) header, (byte) (header >> 8), (byte) (header >> 16), 0});
    }
    return frame.toByteArray();
  }
}
