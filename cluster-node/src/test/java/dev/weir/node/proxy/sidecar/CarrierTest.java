package dev.weir.node.proxy.sidecar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.Soon;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("connections carried to a sidecar")
@Timeout(120)
final class CarrierTest {
  private final Telemetry telemetry = new Telemetry();
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private ServerSocket sidecar;
  private Carrier carrier;

  @BeforeEach
  void open() throws IOException {
    sidecar = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    var way =
        new Carrier.Way(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            false,
            (InetSocketAddress) sidecar.getLocalSocketAddress(),
            true,
            1432,
            Duration.ofMinutes(1));
    carrier = Carrier.bind(loops, way, Set.of(), telemetry);
  }

  @AfterEach
  void close() throws IOException {
    carrier.close();
    sidecar.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  @DisplayName("arrive there after a header with their addresses, and are answered")
  void carried() throws IOException {
    try (Socket client = client();
        Socket there = accepted(client, "GET / HTTP/1.0\r\n\r\n")) {
      var header = ByteBuffer.wrap(there.getInputStream().readNBytes(AddressHeader.OCTETS));
      assertThat(header.getShort(24) & 0xFFFF).isEqualTo(client.getLocalPort());
      assertThat(header.getShort(26) & 0xFFFF).isEqualTo(carrier.boundAddress().getPort());
      assertThat(there.getInputStream().readNBytes(18))
          .isEqualTo("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      assertThat(telemetry.scrape()).contains("weir_sidecar_connections 1.0");

      there.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\n".getBytes(US_ASCII));
      there.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).hasSize(19);
      client.shutdownOutput();
      assertThat(there.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(scraped("weir_sidecar_connections_ended_total{result=\"closed\"} 1.0"))
        .contains("weir_sidecar_bytes_total{direction=\"onward\"} 18.0")
        .contains("weir_sidecar_bytes_total{direction=\"back\"} 19.0");
  }

  @Test
  @DisplayName("are reset when nobody accepts them there, and counted")
  void refused() throws IOException {
    sidecar.close();
    try (Socket client = client()) {
      InputStream in = client.getInputStream();
      assertThatThrownBy(in::read)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    assertThat(scraped("weir_sidecar_connections_ended_total{result=\"refused\"} 1.0"))
        .contains("weir_sidecar_bytes_total{direction=\"onward\"} 0.0");
  }

  /// A side may see the end of a connection before it is counted.
  private String scraped(String line) {
    Soon.passes(() -> assertThat(telemetry.scrape()).contains(line));
    return telemetry.scrape();
  }

  private Socket client() throws IOException {
    var address = carrier.boundAddress();
    var client = new Socket(address.getAddress(), address.getPort());
    client.setSoTimeout(40_000);
    return client;
  }

  private Socket accepted(Socket client, String said) throws IOException {
    client.getOutputStream().write(said.getBytes(US_ASCII));
    Socket there = sidecar.accept();
    there.setSoTimeout(40_000);
    return there;
  }
}
