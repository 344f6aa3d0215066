package dev.weir.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.health.HealthGate.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The health thread, in stepped time")
final class HealthWatchTest {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// What was told, each after its milliseconds.
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  private final List<Pulse> pulses = new ArrayList<>();
  private final Trials trials = new Trials();
  private final List<Runnable> tasks = new ArrayList<>();
  private final SteppedTime time = new SteppedTime(17, Duration.ofSeconds(20));
  private Executor loop = Runnable::run;
  private long accepted;

  @Test
  @DisplayName("opens the gate at the first answer, tries again each interval, looks each quarter")
  void well() {
    trials.each = Prober.End::answered;

    run();

    assertThat(told).startsWith("0 answered", "0 open").contains("2000 answered", "20000 answered");
    assertThat(told).filteredOn(it -> it.endsWith(" answered")).hasSize(11);
    assertThat(told).filteredOn(it -> it.endsWith(" open")).hasSize(1);
    assertThat(pulses).hasSize(81).allSatisfy(it -> assertThat(it.loopDelay()).isZero());
    assertThat(pulses.get(1).at()).isEqualTo(Instant.EPOCH.plusMillis(250));
    assertThat(trials.repeated).as("none took so long").isZero();
  }

  @Test
  @DisplayName("closes it when two trials are missed, 4 s at the most after the fault")
  void ill() {
    trials.each = Prober.End::answered;
    time.at(2_001, () -> trials.each = _ -> {});
    time.at(9_000, () -> trials.each = Prober.End::answered);

    run();

    assertThat(told)
        .containsSubsequence(
            "2000 answered",
            "5000 missed NO_ANSWER",
            "6000 missed NO_ANSWER",
            "6000 SELF_TEST",
            "9000 answered",
            "13000 answered",
            "13000 open");
    assertThat(trials.repeated).as("said again each quarter of a second").isEqualTo(3 * 5);
  }

  @Test
  @DisplayName("does not count what comes of a trial after its time")
  void lateEnd() {
    time.at(1_500, () -> trials.ends.getFirst().answered());
    time.at(1_600, () -> trials.ends.getFirst().missed(SelfTest.Miss.TUN));
    time.at(1_700, () -> trials.ends.get(1).answered());
    time.at(1_800, () -> trials.ends.get(1).answered());

    run();

    assertThat(told)
        .startsWith("1000 missed NO_ANSWER", "1700 answered", "1700 open")
        .doesNotContain("1500 answered", "1600 missed TUN", "1800 answered");
  }

  @Test
  @DisplayName("takes what cannot even begin for a miss")
  void refused() {
    trials.each = end -> end.missed(SelfTest.Miss.TUN);

    run();

    assertThat(told).startsWith("0 missed TUN", "1000 missed TUN").doesNotContain("0 open");
  }

  @Test
  @DisplayName("leaves a trial four intervals while others are served, or its own thread is late")
  void busy() {
    for (int quarter = 0; quarter < 16; quarter++) {
      time.at(quarter * 250L + 1, () -> accepted++);
    }
    time.at(4_001, () -> time.wakeLate(101));

    run();

    assertThat(told.getFirst()).matches("8[0-3][0-9][0-9] missed NO_ANSWER");
    assertThat(pulses).last().extracting(Pulse::loopDelay).isEqualTo(Duration.ofMillis(101));
  }

  @Test
  @DisplayName("tells that a loop is stuck, where, that it is lost, once each, and that it moves")
  void stuck() {
    trials.each = Prober.End::answered;
    time.at(1_000, () -> loop = tasks::add);
    time.at(
        13_100,
        () -> {
          loop = Runnable::run;
          tasks.getFirst().run();
        });

    run();

    assertThat(told)
        .filteredOn(it -> !it.endsWith("answered"))
        .satisfiesExactly(
            it -> assertThat(it).isEqualTo("0 open"),
            it -> assertThat(it).startsWith("6000 stuck 0 ").contains("HealthWatch"),
            it -> assertThat(it).isEqualTo("6000 EVENT_LOOP"),
            it -> assertThat(it).isEqualTo("11000 lost"),
            it -> assertThat(it).isEqualTo("13100 moves 0 after 12100"),
            it -> assertThat(it).isEqualTo("13100 open"));
    assertThat(tasks).as("one at a time").hasSize(1);
  }

  @Test
  @DisplayName("tells a fault of its own, and ends")
  void fails() {
    var fault = new IllegalStateException("the prober is broken");
    trials.each =
        _ -> {
          throw fault;
        };

    try (var watch = watch()) {
      watch.start();
      Soon.holds("told", () -> !told.isEmpty());
    }

    assertThat(told).containsExactly("0 failed " + fault);
    assertThat(time.isOver()).isFalse();
  }

  /// From the beginning to the end of time.
  private void run() {
    try (var watch = watch()) {
      watch.start();
      Soon.holds("the time is over", time::isOver);
    }
  }

  private HealthWatch watch() {
    var watched =
        new HealthWatch.Watched(
            INTERVAL, PATIENCE, trials, List.of(task -> loop.execute(task)), () -> accepted);
    assertThat(time.remainingCapacity()).isEqualTo(HealthWatch.reportsMax(watched));
    var gate = new HealthGate(it -> tell(it == Cause.NONE ? "open" : it.name()), Cause.SELF_TEST);
    return new HealthWatch(watched, gate, new Notes(), time, time);
  }

  private void tell(String what) {
    told.add(time.millis() + " " + what);
  }

  /// The trials, and what comes of each at once.
  private static final class Trials implements Prober {
    private final List<End> ends = new ArrayList<>();
    private Consumer<End> each = _ -> {};
    private int repeated;

    @Override
    public void begin(End end) {
      ends.add(end);
      each.accept(end);
    }

    @Override
    public void again() {
      repeated++;
    }

    @Override
    public SelfTest.Miss giveUp() {
      return SelfTest.Miss.NO_ANSWER;
    }
  }

  private final class Notes implements HealthWatch.Journal {
    @Override
    public void seen(Pulse pulse) {
      pulses.add(pulse);
    }

    @Override
    public void answered(Instant now, boolean late) {
      tell(late ? "answered late" : "answered");
    }

    @Override
    public void missed(SelfTest.Miss why) {
      tell("missed " + why);
    }

    @Override
    public void stuck(Stall stall) {
      tell("stuck " + stall.loop() + " " + stall.where());
    }

    @Override
    public void moves(Stall stall) {
      tell("moves " + stall.loop() + " after " + stall.lasted().toMillis());
    }

    @Override
    public void lost() {
      tell("lost");
    }

    @Override
    public void failed(Throwable why) {
      tell("failed " + why);
    }
  }
}
