package dev.weir.cli.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Node;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.yaml.Loading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("weir support-bundle: no secret leaves the host")
final class SupportBundleTest {
  private static final Path KEYS =
      Path.of("../../cluster-node/src/test/resources/tls").toAbsolutePath().normalize();
  private static final String HASH = "$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC";
  private static final String BASIC = "YW5uOm15UGFzc3dvcmQ="; // ann:myPassword
  private static final Map<String, String> ENVIRONMENT =
      Map.of("GROUP_PASSWORD", "grp-9Zq4", "PARENT_PASSWORD", "parent-by-environment");

  /// Every kind of secret that a node's file may refer to.
  private static final String NODE =
      """
      node:    { name: cache-1, address: 127.0.0.1, state: DIR }
      wccp:
        routers: [192.0.2.1]
        password: file:DIR/wccp.secret
        services: [{ id: 0, password: env:GROUP_PASSWORD }]
      gre:     { interface: eth0 }
      cluster: { members: [127.0.0.1, 192.0.2.12], secret: "file:DIR/cluster.secret" }
      peers:   { certificate: file:DIR/www.pem, key: "file:DIR/www.key", ca: file:DIR/www.pem }
      proxy:
        forward: { listen: "127.0.0.1:FORWARD", clients: [127.0.0.0/8], users: file:DIR/users }
        reverse:
          - listen: 127.0.0.1:REVERSE
            origins: ["127.0.0.1:9"]
            tls: { certificate: file:DIR/www.pem, key: file:DIR/www.key }
        parents:
          - { name: up, address: "127.0.0.1:9", credentials: { user: ann, password: env:PARENT_PASSWORD } }
          - { name: on, address: "127.0.0.1:9", credentials: { user: ann, password: file:DIR/parent.secret } }
        chain: [{ name: all, to: [up, on] }]
        icap: [{ name: av, at: "icap://127.0.0.1:9/scan", mode: respmod }]
      cache:   { memory: 64MiB }
      dns:     { servers: [127.0.0.1] }
      admin:   { listen: "127.0.0.1:ADMIN", token: file:DIR/admin.token }
      log:     { access: { path: DIR/access.log, format: json } }
      """;

  @TempDir private Path folder = Path.of("");

  /// What stands in a log where secrets do not.
  private String typed = "";

  private final List<String> planted = new ArrayList<>(ENVIRONMENT.values());

  @Test
  @DisplayName("that of a node that runs has none of its files', its environment's or its clients'")
  void ofRunningNode() throws Exception {
    Ports ports = Ports.free();
    Path file = Files.writeString(folder.resolve("node.yaml"), node(ports));
    Path running = Files.writeString(folder.resolve("running.yaml"), withoutRouters(file));
    var loading = NodeConfig.load(running, ENVIRONMENT);
    assertThat(loading).isInstanceOf(Loading.Loaded.class);
    if (loading instanceof Loading.Loaded<NodeConfig>(NodeConfig config, _)) {
      try (Node _ = Node.start(config, _ -> {})) {
        ask(ports.forward());
        typed = "who has typed parent-in-a-file, grp-9Zq4, token-5f0c2b77d1e94aa3-5f0c2b77d1e94aa3";
        String bundle = bundle(file, ports.admin());
        assertThat(planted).allSatisfy(it -> assertThat(bundle).doesNotContain(it));
        assertThat(bundle)
            .contains("weir-support/clients.json", "weir-support/metrics.txt", "weir_build_info")
            .contains("password: file:", "password: env:PARENT_PASSWORD", "www.example.com/a?***");
      }
    }
  }

  @Test
  @DisplayName("that of a file which is refused because secrets stand in it has none of them")
  void ofRefusedFile() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            node:  { name: cache-1, address: 192.0.2.11 }
            wccp:
              routers: [192.0.2.1]
              password: %s
            gre:   { interface: eth0 }
            cluster: { members: [192.0.2.11, 192.0.2.12], secret: "%s" }
            peers: { key: "%s" }
            proxy:
              parents: [{ name: up, address: "192.0.2.9:3128", credentials: { user: ann, password: %s } }]
              icap: [{ name: av, at: "icap://ann:%s@192.0.2.8/scan", mode: respmod }]
            snmp: { community: %s }
            admin:
              token: >-
                %s
            """
                .formatted(
                    planted("wccp-lit"),
                    planted("cluster-literal-0123456789"),
                    planted("-----BEGIN PRIVATE KEY-----\\nMIIliteral\\n-----END PRIVATE KEY-----"),
                    planted("parent-literal"),
                    planted("icap-literal"),
                    planted("community-literal"),
                    planted("token-literal-0123456789-0123456789")));
    planted.add("MIIliteral");

    String bundle = bundle(file, Ports.free().admin());
    assertThat(planted).allSatisfy(it -> assertThat(bundle).doesNotContain(it));
    assertThat(bundle).contains("community: ***", "WD-010-config");
  }

  private String node(Ports ports) throws IOException {
    String key = Files.readString(KEYS.resolve("www.key"));
    key.lines().filter(line -> !line.startsWith("---")).forEach(planted::add);
    Files.writeString(folder.resolve("www.key"), key);
    Files.copy(KEYS.resolve("www.pem"), folder.resolve("www.pem"));
    Files.writeString(folder.resolve("users"), "ann:" + HASH + "\n");
    planted.addAll(List.of(HASH, BASIC, "myPassword", "query-secret", "cookie-secret"));
    secret("wccp.secret", "wccp-7Xk");
    secret("cluster.secret", "cluster-5b1c9d02e7aa41");
    secret("parent.secret", "parent-in-a-file");
    secret("admin.token", "token-5f0c2b77d1e94aa3-5f0c2b77d1e94aa3");
    return NODE.replace("DIR", folder.toString())
        .replace("ADMIN", "" + ports.admin())
        .replace("FORWARD", "" + ports.forward())
        .replace("REVERSE", "" + ports.reverse());
  }

  /// What starts without privileges, and without a second node.
  private static String withoutRouters(Path file) throws IOException {
    return Files.readString(file)
        .replaceAll("(?ms)^wccp:.*?(?=^proxy:)", "")
        .replaceFirst("(?m)^ +chain: .*\n", "");
  }

  private void secret(String name, String value) throws IOException {
    Files.writeString(folder.resolve(name), planted(value) + "\n");
  }

  private String planted(String value) {
    planted.add(value);
    return value;
  }

  private static void ask(int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET http://www.example.com/a?session=query-secret HTTP/1.1\r\nHost: www.example.com\r\n"
              + "Proxy-Authorization: Basic "
              + BASIC
              + "\r\nCookie: session=cookie-secret\r\n"
              + "Referer: http://www.example.com/b?session=query-secret\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .contains("HTTP/1.1 ");
    }
  }

  private String bundle(Path config, int admin) throws IOException, InterruptedException {
    Path log =
        Files.writeString(
            folder.resolve("foreign.log"),
            """
            ip wccp web-cache password 0 %s
            Authorization: Bearer %s
            {"client":"127.0.0.1","url":"http://www.example.com/a?session=query-secret"}
            parent http://ann:%s@192.0.2.9:3128/
            %s
            """
                .formatted(
                    planted("line-pwd"), planted("bearer-of-a-log"), planted("in-an-url"), typed));
    Path file = folder.resolve("bundle.tar.gz");
    var words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java") + ""));
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.weir.cli.Main"));
    words.addAll(List.of("support-bundle", "--config", config.toString()));
    words.addAll(List.of("--admin", "127.0.0.1:" + admin, "--log", log.toString()));
    words.addAll(List.of("--log", folder.resolve("access.log") + "", "--file", file.toString()));
    Path said = folder.resolve("said");
    var building =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile());
    building.environment().putAll(ENVIRONMENT);
    int code = building.start().waitFor();
    assertThat(code).as(Files.readString(said)).isZero();
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  /// Three that nobody has, each another.
  private record Ports(int admin, int forward, int reverse) {
    static Ports free() throws IOException {
      try (var one = listening();
          var two = listening();
          var three = listening()) {
        return new Ports(one.getLocalPort(), two.getLocalPort(), three.getLocalPort());
      }
    }

    private static ServerSocket listening() throws IOException {
      return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
  }
}
