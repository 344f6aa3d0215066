package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.node.Node;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.reload.Reading;
import dev.weir.node.reload.Written;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a node reads admin.token anew")
@Timeout(60)
final class NodeReloadTokenTest {
  private static final String OLD = "0123456789abcdef".repeat(2);
  private static final String NEW = "fedcba9876543210".repeat(2);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  @DisplayName("also when only the file that it names is another: the old one is shown in vain")
  void token(@TempDir Path folder) throws Exception {
    Optional<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
            .findFirst();
    assumeTrue(own.isPresent(), "this host has no address but the loopback's");
    Path token = Files.writeString(folder.resolve("token"), OLD + "\n");
    String at = own.get().getHostAddress() + ":" + free(own.get());
    Path file =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            node: {name: cache-1, address: 127.0.0.1, state: %s}
            admin: {listen: "%s", token: "file:%s"}
            proxy: {reverse: [{listen: "127.0.0.1:%d", origins: ["127.0.0.1:9"]}]}
            """
                .formatted(folder, at, token, free(InetAddress.getLoopbackAddress())));
    var reading = new Reading(file, Map.of(), Optional.empty());
    var written = ((Loading.Loaded<Written>) reading.read()).value();
    try (Node node = Node.start(reading, written, _ -> {})) {
      assertThat(status(at, OLD)).isEqualTo(200);
      assertThat(status(at, NEW)).isEqualTo(401);

      Files.writeString(token, NEW + "\n");
      node.reload();

      assertThat(status(at, NEW)).isEqualTo(200);
      assertThat(status(at, OLD)).isEqualTo(401);
    }
  }

  private int status(String at, String token) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + at + "/v1/overview"))
            .header("Authorization", "Bearer " + token)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static int free(InetAddress address) throws IOException {
    try (var socket = new ServerSocket(0, 1, address)) {
      return socket.getLocalPort();
    }
  }
}
