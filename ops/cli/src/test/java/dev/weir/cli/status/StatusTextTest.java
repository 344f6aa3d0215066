package dev.weir.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.show.recent.ClientsText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class StatusTextTest {
  private static final String WCCP =
      """
      {"node":{"name":"cache-1","address":"192.0.2.11"},"services":[{"name":"web-cache",
       "designated":"192.0.2.11","informed":["192.0.2.1"],
       "routers":[{"address":"192.0.2.1","state":"assigned"},{"address":"192.0.2.2","state":"calling"}],
       "inForce":{"table":["192.0.2.11","192.0.2.12"]}}]}
      """;
  private static final String METRICS =
      """
      # HELP weir_http_requests_total x
      weir_http_requests_total{result="hit"} 30.0
      weir_http_requests_total{result="miss"} 9.0
      weir_http_requests_total{result="error"} 1.0
      weir_http_connections 4.0
      weir_load{signal="cpu"} 0.25
      weir_load{signal="loop"} 0.5
      """;

  @Test
  @DisplayName("a node that does its work says so, with what it has and what to do next")
  void tellsReady() {
    var events =
        """
        {"events":[{"at":"2026-11-22T11:43:00Z","level":"DEBUG","name":"here-i-am-sent","fields":{}},
         {"at":"2026-11-22T11:43:01.5Z","level":"WARN","name":"router-lost","fields":{"router":"192.0.2.2"}}]}
        """;
    String text = StatusText.of(Glance.of("a:1", "{\"ready\":true}", WCCP, METRICS, events), false);
    assertThat(text)
        .contains("State:    cache-1 192.0.2.11  ready")
        .contains("web-cache  routers usable 1 of 2  buckets 1 of 256  designated")
        .contains("40 since the start, 75.0 % from the store; 4 connections open")
        .contains("  11:43:01 ! router-lost router=192.0.2.2")
        .doesNotContain("here-i-am-sent")
        .endsWith("Next: weir top\n");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
  }

  @Test
  @DisplayName("one that does not says why, and sends to the doctor")
  void tellsNotReady() {
    String ready = "{\"ready\":false,\"reasons\":[\"routers: none answers\"]}";
    Glance seen = Glance.of("a:1", ready, null, "no metrics", "{");
    assertThat(StatusText.of(seen, false))
        .contains("NOT READY", "routers: none answers", "Next: weir doctor");
    assertThat(StatusText.brief(seen)).isEqualTo("routers: none answers");
  }

  @Test
  @DisplayName("top shows differences as rates; a program begun anew counts from 0")
  void tellsRates() {
    Samples now = Samples.of(METRICS);
    Samples before = Samples.of("weir_http_requests_total{result=\"hit\"} 10\n");
    String text = TopText.of(now.since(before), now, Duration.ofSeconds(2), Optional.empty());
    assertThat(text)
        .contains("Requests/s 15.0   from the store 66.7 %   errors/s 0.5")
        .contains("load 0.50")
        .contains("log.access");
    Samples after = Samples.of("weir_http_requests_total{result=\"hit\"} 50\n");
    assertThat(now.since(after).sum("weir_http_requests_total", "result", "hit")).isEqualTo(30);
  }

  @Test
  @DisplayName("clients and hosts are summed from lines of the log, and no line breaks it")
  void sumsClients() {
    var lines =
        new ClientsText.Lines(
            List.of(
                "{\"client\":\"198.51.100.7\",\"url\":\"http://a.test/x\",\"result\":\"hit\",\"bytes\":1024,\"status\":200}",
                "{\"client\":\"198.51.100.7\",\"url\":\"http://b.test/\",\"result\":\"miss\",\"bytes\":1024,\"status\":502}",
                "no line"));
    assertThat(ClientsText.of(lines, false))
        .isEqualTo(
            """
            Client        Requests  Hits     Sent
            198.51.100.7         2  50 %  2.0 KiB

            1 clients in the last 2 requests.
            """);
    assertThat(ClientsText.of(lines, true)).contains("Failed");
    assertThat(ClientsText.of(new ClientsText.Lines(List.of()), false)).contains("Nobody");
  }
}
