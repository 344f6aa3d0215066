package dev.weir.wccp.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Wireshark's decoder, which shares nothing with ours: what it sees in datagrams.
final class Tshark {
  private static final int LINK_RAW = 101;
  private static final int WCCP_PORT = 2048;
  private static final int TTL_UDP = 0x4011_0000;

  private Tshark() {}

  /// Skips the test where there is no tshark; in CI there must be one.
  static void require() {
    boolean there =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
    assumeTrue(there || "true".equals(System.getenv("CI")), "needs tshark");
    assertThat(there).as("CI=true needs tshark").isTrue();
  }

  /// The values of some fields in each datagram, in the order of the datagrams.
  static List<Map<String, List<String>>> fields(
      List<Sent> datagrams, List<String> names, Path folder)
      throws IOException, InterruptedException {
    Path capture = folder.resolve("sent.pcap");
    write(datagrams, capture);
    var command =
        new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-T", "fields"));
    names.forEach(name -> command.addAll(List.of("-e", name)));
    Path said = folder.resolve("tshark.txt");
    var process =
        new ProcessBuilder(command)
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as("exit status of tshark").isZero();
    var rows =
        Files.readAllLines(said, StandardCharsets.UTF_8).stream()
            .map(line -> row(line, names))
            .toList();
    assertThat(rows).as("packets that tshark saw").hasSameSizeAs(datagrams);
    return rows;
  }

  private static Map<String, List<String>> row(String line, List<String> names) {
    String[] values = line.split("\t", -1);
    var row = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < names.size(); i++) {
      row.put(names.get(i), values[i].isEmpty() ? List.of() : List.of(values[i].split(",")));
    }
    return row;
  }

  /// A pcap file of bare IPv4 packets, one each second.
  private static void write(List<Sent> datagrams, Path file) throws IOException {
    try (var out = new DataOutputStream(Files.newOutputStream(file))) {
      for (int word : new int[] {0xa1b2c3d4, 0x00020004, 0, 0, 65_535, LINK_RAW}) {
        out.writeInt(word);
      }
      int second = 0;
      for (Sent datagram : datagrams) {
        byte[] payload = datagram.octets();
        int total = 28 + payload.length;
        for (int word : new int[] {++second, 0, total, total, 0x45000000 | total, 0, TTL_UDP}) {
          out.writeInt(word);
        }
        out.write(datagram.from().getAddress());
        out.write(datagram.to().getAddress());
        out.writeInt((WCCP_PORT << 16) | WCCP_PORT);
        out.writeInt((8 + payload.length) << 16);
        out.write(payload);
      }
    }
  }
}
