package dev.weir.lab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.lab.WeirCommand;
import dev.weir.lab.host.Children;
import dev.weir.lab.host.Probes;
import dev.weir.lab.host.Situation;
import dev.weir.lab.host.StateFolder;
import dev.weir.lab.host.Sweep;
import dev.weir.lab.program.Dialect;
import dev.weir.lab.program.Programs;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.lab.traffic.OriginControl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The lab's network without Weir: the router's namespace forwards, and nothing else.
@DisplayName("The lab's network by itself")
final class PlainForwardingTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private StateFolder state;
  private Programs programs;

  @BeforeEach
  void makeNetwork() throws Exception {
    Situation now = Probes.look(0);
    boolean mustRun = "true".equals(System.getenv("CI"));
    assumeTrue(mustRun || (now.root() && now.missing().isEmpty()), "needs root, ip and curl");
    Optional<StateFolder> free = StateFolder.take(Path.of("/run/weir-lab"));
    assumeTrue(mustRun || free.isPresent(), "a lab is running on this machine");
    state = free.orElseThrow();
    new Sweep(state).clean();
    state.clear();
    state.begin();
    new Network(state).make();
    programs =
        new Programs(
            new Children(state), new WeirCommand(List.of(), List.of()), Dialect.QUICK, state.run());
  }

  @AfterEach
  void takeAway() throws Exception {
    if (state != null) {
      new Sweep(state).clean();
      assertThat(new Sweep(state).left()).isEmpty();
      state.remove();
    }
  }

  @Test
  @DisplayName("a client reaches an origin by name, no cache takes part, and the fetch is counted")
  void clientReachesOrigin() throws Exception {
    programs.startOrigins();
    programs.awaitOrigins(LIMIT);
    LabHost client = Plan.CLIENTS.getFirst();

    Curl.Answer answer = Curl.get(client, "http://www.one.test/logo.png", LIMIT);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.remoteAddress()).isEqualTo("203.0.113.80");
    assertThat(answer.cacheStatus().present()).isFalse();
    assertThat(OriginControl.counts()).containsEntry("http://www.one.test/logo.png", 1L);
    assertThat(Curl.get(client, "http://unknown.test/", LIMIT).exit()).isEqualTo(6);

    OriginControl.web(false);
    assertThat(Curl.get(client, "http://www.one.test/logo.png", LIMIT).exit()).isEqualTo(7);
    OriginControl.web(true);
    OriginControl.silent(true);
    assertThat(Curl.get(client, "http://www.one.test/", Duration.ofSeconds(1)).exit())
        .isEqualTo(28);
    OriginControl.silent(false);
    assertThat(Curl.get(client, "http://www.one.test/big/100000", LIMIT).octets())
        .isEqualTo(100_000);
  }

  @Test
  @DisplayName("both load clients get every object of the twelve names whole")
  void loadReachesOrigins() throws Exception {
    programs.startOrigins();
    List<LoadRun> clients =
        List.of(
            programs.startClient(Plan.CLIENTS.get(0)), programs.startClient(Plan.CLIENTS.get(1)));
    programs.awaitOrigins(LIMIT);
    for (LoadRun client : clients) {
      client.awaitReady(LIMIT);
      client.begin(new LoadOrder(OriginName.urls(60), 120, 200, false));
    }

    for (LoadRun client : clients) {
      List<LoadResult> results = client.finish(LIMIT);
      assertThat(results).hasSize(120).noneMatch(LoadResult::failed).noneMatch(LoadResult::hit);
    }
    assertThat(OriginControl.counts()).hasSize(60).containsEntry(OriginName.urls(1).getFirst(), 4L);
  }
}
