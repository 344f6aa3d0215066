package dev.weir.node.bypass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.bypass.BypassTable;
import dev.weir.node.Soon;
import dev.weir.node.admin.Answer;
import dev.weir.node.config.bypass.BypassConfig;
import dev.weir.node.grid.GridState;
import dev.weir.node.grid.GridView;
import dev.weir.node.grid.SharedRule;
import dev.weir.node.page.BypassPage;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("bypass rules at run time")
@Timeout(120)
final class BypassBoardTest {
  private static final int CLIENT = 0x0A010203;
  private static final int ORIGIN = 0xCB007150; // 203.0.113.80

  private Instant now = Instant.parse("2026-11-21T18:00:00Z");
  private volatile BypassTable table = BypassTable.EMPTY;
  private final AtomicInteger tables = new AtomicInteger();
  private final Map<String, List<InetAddress>> names = new HashMap<>();
  private final EventLog events = new EventLog("test.bypass", () -> now);
  private final BypassBoard board =
      new BypassBoard(BypassConfig.NONE, this::resolve, this::tell, events, () -> now);
  private final BypassPage page = new BypassPage(board, board, () -> now);

  private void resolve(String name, Consumer<Optional<List<InetAddress>>> told) {
    told.accept(Optional.ofNullable(names.get(name)));
  }

  private void tell(BypassTable told) {
    table = told;
    tables.incrementAndGet();
  }

  @AfterEach
  void close() {
    board.close();
  }

  @Test
  @DisplayName("a rule is in force at once, is shown with its time and reason, and expires")
  void addsForAWhile() {
    assertThat(add("what", "203.0.113.0/24", "for", "3600", "because", "login by address"))
        .isEqualTo(200);
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();
    now = now.plusSeconds(600);
    assertThat(page.all().toString())
        .contains("side=to", "what=203.0.113.0/24", "secondsLeft=3000", "login by address");

    now = now.plusSeconds(3000);
    board.expire();

    assertThat(table.spares(CLIENT, ORIGIN, 80)).isFalse();
    assertThat(page.all().toString()).isEqualTo("{rules=[]}");
    assertThat(events.since(1))
        .extracting(EventLog.Entry::name)
        .containsExactly("bypass-added", "bypass-expired");
  }

  @Test
  @DisplayName("a rule is removed by its name; one that is not there gives 404")
  void removes() {
    add("what", "10.1.0.0/16", "side", "from");
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();

    assertThat(remove("what", "10.1.0.0/16", "side", "to")).isEqualTo(404);
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();
    assertThat(remove("what", "10.1.0.0/16", "side", "from")).isEqualTo(200);
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isFalse();
    assertThat(events.since(1))
        .extracting(EventLog.Entry::name)
        .containsExactly("bypass-added", "bypass-removed");
  }

  @Test
  @DisplayName("a name is resolved when it is added, and again later; without an answer it stays")
  void followsNames() {
    names.put("www.example.com", List.of(Inet4Address.ofLiteral("203.0.113.80")));
    assertThat(add("what", "www.example.com")).isEqualTo(200);
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();

    names.remove("www.example.com");
    board.refresh();
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();

    names.put("www.example.com", List.of(Inet4Address.ofLiteral("203.0.113.81")));
    board.refresh();
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isFalse();
    assertThat(table.spares(CLIENT, ORIGIN + 1, 80)).isTrue();
  }

  @Test
  @DisplayName("nonsense is refused with 400 and changes nothing")
  void refuses() {
    for (String[] query :
        List.of(
            new String[] {"what", "203.0.113.1/24"},
            new String[] {"what", ""},
            new String[] {"what", "www.example.com", "side", "from"},
            new String[] {"what", "203.0.113.0/24", "side", "port"},
            new String[] {"what", "203.0.113.0/24", "for", "0"},
            new String[] {"what", "203.0.113.0/24", "for", "-1"},
            new String[] {"what", "203.0.113.0/24", "for", "99999999"},
            new String[] {"what", "203.0.113.0/24", "for", "9999999999999999999"})) {
      assertThat(add(query)).as(String.join(" ", query)).isEqualTo(400);
    }
    assertThat(board.all()).isEmpty();
  }

  @Test
  @DisplayName("the rules are counted by kind")
  void counts() {
    var telemetry = new Telemetry();
    board.measure(telemetry);
    add("what", "10.1.0.0/16", "side", "from");
    add("what", "www.example.com");

    assertThat(telemetry.scrape())
        .contains(
            "weir_bypass_rules{kind=\"client\"} 1.0",
            "weir_bypass_rules{kind=\"host\"} 1.0",
            "weir_bypass_rules{kind=\"origin\"} 0.0");
  }

  @Test
  @DisplayName("what a member shares is in force here, until it is no longer shared or over")
  void followsTheGrid() {
    var shared = new SharedRule("to 203.0.113.0/24", now.plusSeconds(60).getEpochSecond(), "why");
    board.follow(joined(shared, new SharedRule("nonsense", 0, "")));
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();

    board.follow(new GridView(GridState.FAILED, List.of(), Optional.empty(), List.of()));
    assertThat(table.spares(CLIENT, ORIGIN, 80)).as("grid lost").isTrue();
    board.follow(joined());
    assertThat(table.spares(CLIENT, ORIGIN, 80)).as("taken back").isFalse();

    board.follow(joined(shared));
    now = now.plusSeconds(60);
    board.expire();
    board.follow(joined(shared));
    assertThat(table.spares(CLIENT, ORIGIN, 80)).as("over").isFalse();
  }

  @Test
  @DisplayName("a rule of this node that the grid has not heard of yet stays")
  void keepsItsOwn() {
    add("what", "203.0.113.0/24");
    board.follow(joined());

    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();
  }

  @Test
  @DisplayName("what is learnt is in force at once, shown with its cause, counted apart, and ends")
  void learns() {
    var telemetry = new Telemetry();
    board.measure(telemetry);
    board.learn(lesson("10.1.2.3@203.0.113.80:80", LessonCause.NOT_HTTP));

    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();
    assertThat(table.spares(CLIENT + 1, ORIGIN, 80)).isFalse();
    assertThat(page.all().toString())
        .contains("what=10.1.2.3@203.0.113.80:80", "secondsLeft=600", "cause=not-http");
    assertThat(telemetry.scrape())
        .contains(
            "weir_bypass_learned{cause=\"not-http\"} 1.0",
            "weir_bypass_lessons_total{cause=\"not-http\"} 1.0",
            "weir_bypass_rules{kind=\"address-port\"} 0.0");

    now = now.plusSeconds(600);
    board.expire();

    assertThat(table.spares(CLIENT, ORIGIN, 80)).isFalse();
    assertThat(board.all()).isEmpty();
    assertThat(events.since(1)).extracting(EventLog.Entry::name).containsExactly("bypass-learned");
  }

  @Test
  @DisplayName("what is learnt can be removed; of many lessons the packet path hears soon")
  void unlearns() {
    long beganNs = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      board.learn(lesson("203.0.113.80:" + (i + 80), LessonCause.SERVER_FIRST));
    }
    assertThat(remove("what", "203.0.113.80:80")).isEqualTo(200);
    assertThat(remove("what", "203.0.113.80:80")).isEqualTo(404);
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isFalse();

    int told = tables.get();
    board.learn(lesson("203.0.113.80:80", LessonCause.SERVER_FIRST));
    Soon.holds("the lesson is in force", () -> table.spares(CLIENT, ORIGIN, 80));
    assertThat(tables.get()).as("tables of one lesson").isEqualTo(told + 1);
    long tenths = (System.nanoTime() - beganNs) / 100_000_000;
    assertThat(told).as("tables of a hundred lessons").isLessThan((int) tenths + 3);
  }

  @Test
  @DisplayName("what another member has learnt holds here no longer than what is learnt here")
  void followsOthersLessons() {
    long far = now.plusSeconds(1_000_000).getEpochSecond();
    board.follow(joined(new SharedRule("to 203.0.113.80:80", far, "learnt: server-first")));
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();
    assertThat(page.all().toString()).contains("cause=server-first", "secondsLeft=600");

    now = now.plusSeconds(600);
    board.expire();
    assertThat(table.spares(CLIENT, ORIGIN, 80)).isFalse();
  }

  private Lesson lesson(String what, LessonCause cause) {
    return new Lesson(
        Target.parse(what, "to").orElseThrow(),
        cause,
        now.plusSeconds(600),
        Inet4Address.ofLiteral("10.1.2.3"));
  }

  private static GridView joined(SharedRule... rules) {
    return new GridView(GridState.JOINED, List.of(), Optional.empty(), List.of(rules));
  }

  private int add(String... query) {
    return status(page.add(map(query)));
  }

  private int remove(String... query) {
    return status(page.remove(map(query)));
  }

  private static int status(Answer answer) {
    return answer instanceof Answer.Json(int status, Object _) ? status : -1;
  }

  private static Map<String, String> map(String... words) {
    var map = new HashMap<String, String>();
    for (int i = 0; i < words.length; i += 2) {
      map.put(words[i], words[i + 1]);
    }
    return map;
  }
}
