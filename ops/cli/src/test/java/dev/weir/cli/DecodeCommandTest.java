package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.decode.Capture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("weir decode")
final class DecodeCommandTest {
  private static final Path TRANSCRIPTS = Path.of("src/test/resources/decode");
  private static final Path REAL =
      Path.of("../../gre-decap/src/test/resources/captures/wccp_redirect_gre.pcap");

  /// A client's SYN from 198.51.100.7:40000 to 203.0.113.80:80.
  private static final String INNER =
      "45000028000040004006"
          + "0000c6336407cb007150"
          + "9c4000500000000000000000"
          + "5002200000000000";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Stream<String> vectors() {
    return Capture.vectors().stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  @DisplayName("§10.1 says of a vector what is written, field by field")
  void vector(String name) throws IOException {
    assertThat(weir("decode", "--hex", "-v", Capture.file(name).toString())).isZero();

    same(name);
  }

  @Test
  @DisplayName("§4 follows a conversation: usable, assigned, silent, gone")
  void conversation() throws IOException {
    var capture = new Capture();
    capture.udp(true, Capture.vector("04-v2-hia-first"));
    capture.udp(false, Capture.vector("05-v2-isy-first"));
    capture.udp(true, Capture.vector("06-v2-hia-second"));
    capture.udp(false, Capture.vector("07-v2-isy-usable-md5"));
    capture.udp(true, Capture.vector("08-v2-redirect-assign-hash"));
    capture.udp(false, Capture.vector("09-v2-isy-assigned"));
    capture.gre(false, "0000883e000000ea" + INNER);
    capture.gre(true, "0000883e000000ea" + INNER);
    capture.udp(false, Capture.vector("14-v2-removal-query"));
    capture.udp(false, Capture.vector("16-v2-isy-shutdown-response"));

    assertThat(weir("decode", write(capture.octets()))).isZero();

    same("conversation");
  }

  @Test
  @DisplayName("§6.3 reads the one real capture: service 89, bucket 72, the hash of the source")
  void realCapture() throws IOException {
    assertThat(weir("decode", REAL.toString())).isZero();

    same("real-capture");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0000883e000000ea, 0, 'web-cache, primary bucket 234 = hash of destination address; TCP'",
    "0000883e, 0, 'GRE redirect v1: no redirect header; TCP'",
    "2000883e00000001000000ea, 4, 'GRE flags 0x2000, not 0'",
    "0000883e0546000b, 0, 'dynamic 70, primary bucket 11; TCP'",
    "0000883e4000ea0b, 0, 'redirect flags 0x40: unknown bits'",
    "0000883e0400 00ea, 0, 'redirect flag 0x04, unavailable'"
  })
  @DisplayName("§6 tells what a GRE packet is and what is wrong with it")
  void gre(String header, int status, String words) throws IOException {
    String hex = header.replace(" ", "") + INNER;

    assertThat(weir("decode", write(new Capture().gre(false, hex).octets()))).isEqualTo(status);
    assertThat(flat()).contains(words);
  }

  @Test
  @DisplayName("§6.2 an inner packet that is no IPv4 is wrong, GRE of other protocols is not ours")
  void greInner() throws IOException {
    var capture = new Capture().gre(false, "0000883e00000000" + "60".repeat(40));

    assertThat(weir("decode", write(capture.octets()))).isEqualTo(4);
    assertThat(flat()).contains("§6.2 at 8 inner packet is no IPv4: it begins with 0x60");
    assertThat(weir("decode", write(new Capture().gre(false, "00000800" + INNER).octets())))
        .isZero();
    assertThat(flat()).contains("1 frames: 0 messages");
  }

  @Test
  @DisplayName("tells a packet that was not captured whole, and a fragment, as what they are")
  void partial() throws IOException {
    byte[] message = Capture.vector("05-v2-isy-first");
    byte[] udp = new Capture().udp(false, message).octets();
    byte[] packet = Arrays.copyOfRange(udp, 40, udp.length);
    byte[] fragment = packet.clone();
    fragment[6] = 0x20;

    assertThat(weir("decode", write(new Capture().frame(packet, 100).octets()))).isZero();
    assertThat(flat()).contains("the capture has only 72 octets of this");
    assertThat(weir("decode", write(new Capture().frame(fragment).octets()))).isZero();
    assertThat(flat()).contains("first IP fragment only");
  }

  @Test
  @DisplayName("-o json has an object on each line, with the findings and, if asked, all fields")
  void json() throws IOException {
    byte[] wrong = Capture.vector("05-v2-isy-first");
    wrong[55] = 0;

    String file = write(new Capture().udp(false, wrong).octets());
    assertThat(weir("decode", "-o", "json", "-v", file)).isEqualTo(4);

    List<String> lines = out.toString().lines().toList();
    var json = JsonMapper.shared();
    assertThat(lines).hasSize(2);
    assertThat(json.readTree(lines.getFirst()).at("/findings/0/offset").asInt()).isEqualTo(52);
    assertThat(json.readTree(lines.getFirst()).at("/components/1/name").asString())
        .isEqualTo("Security Info");
    assertThat(json.readTree(lines.getLast()).at("/wrong").asInt()).isEqualTo(1);
  }

  @Test
  @DisplayName("-o yaml has a document for each, -o wide is -v")
  void otherForms() throws IOException {
    String file = write(new Capture().udp(false, Capture.vector("05-v2-isy-first")).octets());

    assertThat(weir("decode", "-o", "yaml", file)).isZero();
    assertThat(out.toString().split("(?m)^---\n")).hasSize(3);
    assertThat(out.toString()).startsWith("---\nframe: 1\n").contains("\nname: I_SEE_YOU");
    out.getBuffer().setLength(0);

    assertThat(weir("decode", "-v", file)).isZero();
    String verbose = out.toString();
    out.getBuffer().setLength(0);
    assertThat(weir("decode", "-o", "wide", file)).isZero();
    assertThat(out.toString()).isEqualTo(verbose).contains("Security Info");
  }

  @Test
  @DisplayName("ends with 1 when there is nothing to read, with 2 when asked wrongly")
  void refuses() throws IOException {
    assertThat(weir("decode", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(weir("decode", write(new byte[40]))).isEqualTo(1);
    assertThat(weir("decode", write(new byte[0]))).isEqualTo(1);
    assertThat(weir("decode", "--password", "ninechars", write(new byte[0]))).isEqualTo(2);
    assertThat(err.toString()).contains("--password: a password of 9 octets");
    assertThat(weir("decode")).isEqualTo(2);
    assertThat(weir("decode", "--layout", "dutch", "-")).isEqualTo(2);
  }

  @Test
  @DisplayName("ends for every file, however broken")
  void total() throws IOException {
    var capture = new Capture().gre(false, "0000883e000000ea" + INNER);
    Capture.vectors().forEach(name -> capture.udp(name.contains("hia"), Capture.vector(name)));
    var random = new Random(3);
    for (int round = 0; round < 200; round++) {
      byte[] file = Arrays.copyOf(capture.octets(), 40 + random.nextInt(capture.octets().length));
      for (int change = 0; change < 40; change++) {
        file[24 + random.nextInt(file.length - 24)] = (byte) random.nextInt();
      }
      assertThat(weir("decode", "-v", write(file))).isIn(0, 1, 4);
    }
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
  }

  private void same(String transcript) throws IOException {
    Path file = TRANSCRIPTS.resolve(transcript + ".txt");
    if (Boolean.getBoolean("scenario.rewrite")) {
      Files.writeString(file, out.toString());
    }
    assertThat(out.toString()).isEqualTo(Files.readString(file));
  }

  /// What was printed, without line breaks and columns.
  private String flat() {
    return out.toString().replaceAll("\\s+", " ");
  }

  private String write(byte[] file) throws IOException {
    return Files.write(folder.resolve("capture"), file).toString();
  }

  private int weir(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
