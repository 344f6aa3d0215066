package dev.weir.node.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What is told without being asked.
final class WatchTest {
  private final Stage stage = new Stage();
  private Instant now = Instant.EPOCH;
  private final Watch watch = new Watch(now);

  @Test
  @DisplayName("after a start: each router that lists the node, then its health")
  void start() {
    assertThat(look()).containsExactly("found 192.0.2.1", "found 192.0.2.2");
    stage.healthy();
    assertThat(look()).containsExactly("healthy ");
    assertThat(look()).isEmpty();
  }

  @Test
  @DisplayName("a router that ceases to list the node is lost, and found when it does again")
  void lostAndFound() {
    look();
    stage.second("seen");
    assertThat(look()).containsExactly("lost 192.0.2.2");
    assertThat(look()).isEmpty();
    stage.second("usable");
    assertThat(look()).containsExactly("found 192.0.2.2");
    stage.second("assigned");
    assertThat(look()).isEmpty();
  }

  @Test
  @DisplayName("a router that is no router of the node any more is lost")
  void gone() {
    look();
    var left = stage.view();
    var alone =
        new NodeView(
            left.self(), left.up(), left.ready(), List.of(), left.silence(), left.numbers());
    assertThat(names(watch.on(alone, now).notices()))
        .containsExactly("lost 192.0.2.1", "lost 192.0.2.2");
  }

  @Test
  @DisplayName("a node that is ill says why, and one that ends says so; an ill one only once")
  void ill() {
    stage.healthy();
    look();
    assertThat(names(watch.end(stage.view()))).containsExactly("unhealthy the node ends");
    stage.ill();
    assertThat(look()).containsExactly("unhealthy health: no answer");
    assertThat(watch.end(stage.view())).isEmpty();
  }

  @Test
  @DisplayName("20 go out at a time, then one each 3 s; what still differs is told later")
  void bounded() {
    look();
    var told = new ArrayList<String>();
    int withheld = 0;
    for (int i = 0; i < 60; i++) {
      stage.second(i % 2 == 0 ? "seen" : "usable");
      Watch.Seen seen = watch.on(stage.view(), now);
      told.addAll(names(seen.notices()));
      withheld += seen.withheld();
    }
    assertThat(told).hasSize(18);
    assertThat(withheld).isEqualTo(21);
    stage.second("seen");
    now = now.plus(Duration.ofSeconds(3));
    assertThat(look()).containsExactly("lost 192.0.2.2");
  }

  private List<String> look() {
    return names(watch.on(stage.view(), now).notices());
  }

  private static List<String> names(List<Notice> notices) {
    return notices.stream().map(WatchTest::name).toList();
  }

  private static String name(Notice notice) {
    var what = notice.what();
    boolean router = what.equals(WeirMib.ROUTER_LOST) || what.equals(WeirMib.ROUTER_FOUND);
    Value about =
        router
            ? notice.about().entrySet().stream()
                .filter(it -> it.getKey().compareTo(GroupRows.ROUTER) > 0)
                .findFirst()
                .orElseThrow()
                .getValue()
            : notice.about().get(WeirMib.HEALTH_REASON);
    String kind =
        what.equals(WeirMib.ROUTER_LOST)
            ? "lost"
            : what.equals(WeirMib.ROUTER_FOUND)
                ? "found"
                : what.equals(WeirMib.NODE_HEALTHY) ? "healthy" : "unhealthy";
    return kind + " " + ((Value.Text) java.util.Objects.requireNonNull(about)).value();
  }
}
