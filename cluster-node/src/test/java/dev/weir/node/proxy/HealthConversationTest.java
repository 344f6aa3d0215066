package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a layer-four switch probes the node's own address")
final class HealthConversationTest {
  private final Telemetry telemetry = new Telemetry();
  private boolean ready = true;
  private final EmbeddedChannel channel = channel();

  @Test
  @DisplayName("a node that does its work answers 200, and the connection ends")
  void ready() {
    assertThat(answer("GET /weir-health HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("connection: close")
        .endsWith("\r\n\r\nOK\n");
    assertThat(channel.isOpen()).isFalse();
    assertThat(telemetry.scrape()).contains("weir_health_probes_total{answer=\"ready\"} 1.0");
  }

  @Test
  @DisplayName("one that does not answers 503")
  void notReady() {
    ready = false;

    assertThat(answer("GET /weir-health HTTP/1.1\r\nHost: 192.0.2.11\r\n\r\n"))
        .startsWith("HTTP/1.1 503 ");
    assertThat(telemetry.scrape()).contains("weir_health_probes_total{answer=\"not-ready\"} 1.0");
  }

  @Test
  @DisplayName("anything else is not there, whatever the state")
  void elsewhere() {
    assertThat(
            answer("GET / HTTP/1.1\r\nHost: 192.0.2.11\r\n\r\nGET /weir-health HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .doesNotContain("200 OK");
    assertThat(telemetry.scrape()).contains("weir_health_probes_total{answer=\"refused\"} 1.0");
  }

  @Test
  @DisplayName("who connects and says nothing is let go after 10 s")
  void silence() {
    channel.advanceTimeBy(9, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();

    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  private String answer(String request) {
    channel.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
    var text = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      text.append(part.toString(StandardCharsets.US_ASCII));
      part.release();
    }
    return text.toString();
  }

  private EmbeddedChannel channel() {
    var embedded = new EmbeddedChannel();
    embedded.freezeTime();
    var meters = new ProxyMeters(telemetry, new EventLog("test", InstantSource.system()));
    HealthConversation.with(embedded, new HealthConversation(() -> ready, meters));
    return embedded;
  }
}
