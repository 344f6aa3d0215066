package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.node.Node;
import dev.weir.node.NodeProgram;
import dev.weir.node.Soon;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.grid.Loopback;
import dev.weir.node.life.Termination;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// What a node tells of itself while it runs, with a canary in each of its secrets.
@Timeout(120)
final class NodeSecretsTest {
  private static final Pattern LINK = Pattern.compile("\"(/[a-z0-9/-]*)\"");
  private static final String SHARED = "canary-shared-by-all-of-the-cluster";
  private static final String PARENT = "canary-parent";
  private static final String USER = "canary-user";

  private final int admin = Loopback.freePort();
  private final int listener = Loopback.freePort();
  private final int secured = Loopback.freePort();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Level before = root.getLevel();

  @TempDir private Path folder;

  private List<String> canaries = List.of();

  NodeSecretsTest() throws IOException {}

  @BeforeEach
  void write() throws IOException {
    String hash = BCrypt.hashpw(USER, BCrypt.gensalt("$2y", 4));
    Files.writeString(folder.resolve("users"), "ann:" + hash + "\n");
    for (String file : List.of("www.pem", "www.key")) {
      try (var in = NodeSecretsTest.class.getResourceAsStream("/tls/" + file)) {
        Files.copy(in, folder.resolve(file));
      }
    }
    String key = Files.readAllLines(folder.resolve("www.key")).get(1);
    canaries = List.of("canary", hash, key, basic("head:" + PARENT), basic("ann:" + USER));
    logged.start();
    root.addAppender(logged);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void stop() {
    root.setLevel(before);
    root.detachAppender(logged);
  }

  @Test
  @DisplayName(
      "SEC-K8 no secret is in a page, a metric, an error page, a log or the events of a node")
  void running() throws Exception {
    Path file = file("");
    try (Node node = Node.start(reading(file), written(file), _ -> {})) {
      List<String> said = new ArrayList<>();
      for (String login : List.of("", basic("ann:" + USER), basic("ann:canary-wrong"))) {
        said.add(asked(login));
      }
      assertThat(said.getFirst()).contains(" 407 ");
      assertThat(said.get(1)).containsPattern("^HTTP/1.1 50[23] ");
      Files.writeString(file, Files.readString(file).replace("level: trace", "level: loud"));
      node.reload();
      Soon.passes(() -> assertThat(told()).contains("config-refused"));
      for (String page : pages()) {
        said.add(page);
      }
      said.add(Files.readString(folder.resolve("access.log")));
      said.add(told());

      assertThat(pages()).hasSizeGreaterThan(10);
      assertThat(said).allSatisfy(this::isSilent);
    }
  }

  @Test
  @DisplayName("SEC-K8 a node that cannot start names what is wrong, and no secret")
  void refused() throws IOException {
    for (String wrong :
        List.of("peers: {port: many}\n", "cluster: {secret: env:NOBODY}\n", "%\n")) {
      var said = new ByteArrayOutputStream();
      var err = new PrintStream(said, true, StandardCharsets.UTF_8);

      assertThat(NodeProgram.run(file(wrong), Optional.empty(), err)).isEqualTo(Termination.USAGE);

      assertThat(said.toString(StandardCharsets.UTF_8)).contains("node.yaml:");
      isSilent(said.toString(StandardCharsets.UTF_8));
    }
    isSilent(told());
  }

  private void isSilent(String text) {
    canaries.forEach(canary -> assertThat(text).doesNotContain(canary));
  }

  private String told() {
    var all = new StringBuilder();
    for (ILoggingEvent event : List.copyOf(logged.list)) {
      all.append(event.getFormattedMessage()).append(event.getKeyValuePairs()).append('\n');
    }
    return all.toString();
  }

  private List<String> pages() throws IOException {
    var pages = new ArrayList<>(List.of(page("/v1")));
    var links = LINK.matcher(pages.getFirst());
    while (links.find()) {
      pages.add(page(links.group(1)));
    }
    return pages;
  }

  private String page(String path) throws IOException {
    return ask(
        admin, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + admin + "\r\nX-Weir: 1\r\n");
  }

  private String asked(String login) throws IOException {
    String header = login.isEmpty() ? "" : "Proxy-Authorization: Basic " + login + "\r\n";
    return ask(listener, "GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n" + header);
  }

  private static String ask(int port, String head) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (RawClient client = new RawClient(address)) {
      client.send(head + "Connection: close\r\n\r\n");
      return new String(client.socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path file(String more) throws IOException {
    Path file = folder.resolve("node.yaml");
    String cluster = more.contains("cluster") ? "" : "cluster: {secret: env:SHARED}\n";
    return Files.writeString(
        file,
        """
        node: {name: cache-1, address: 127.0.0.1, state: %1$s}
        admin: {listen: "127.0.0.1:%2$d"}
        log: {level: trace, access: {path: %1$s/access.log}}
        dns: {servers: [127.0.0.1]}
        proxy:
          forward: {listen: "127.0.0.1:%3$d", clients: [127.0.0.0/8], users: file:%1$s/users}
          reverse:
            - {listen: "127.0.0.1:%4$d", hosts: [www.example.com], origins: ["127.0.0.1:9"],
               tls: {certificate: file:%1$s/www.pem, key: file:%1$s/www.key}}
          parents:
            - {name: head, address: "127.0.0.1:9",
               credentials: {user: head, password: env:PARENT}}
          chain: [{name: all, to: [head], fallback: fail}]
        """
                .formatted(folder, admin, listener, secured)
            + cluster
            + more);
  }

  private static Reading reading(Path file) {
    return new Reading(file, Map.of("SHARED", SHARED, "PARENT", PARENT), Optional.empty());
  }

  private static Written written(Path file) {
    return switch (reading(file).read()) {
      case Loading.Loaded<Written>(Written written, _) -> written;
      case Loading.Refused<Written> refused -> throw new IllegalArgumentException("" + refused);
    };
  }

  private static String basic(String login) {
    return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }
}
