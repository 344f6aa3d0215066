package dev.weir.node.bypass;

import dev.weir.node.bypass.sight.Advice;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.config.bypass.DynamicBypass;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;

/// Tells [BypassLessons] what is seen, and others what follows. For any thread; nobody waits but
/// for the look at a table in memory.
public final class Learner implements Function<Sighting, Advice> {
  private final BypassLessons lessons;
  private final Consumer<Lesson> told;
  private final InstantSource clock;
  private volatile boolean answersMatter;

  /// A learner that has seen nothing.
  ///
  /// @param told puts a rule in force: before the client whose connection taught it hears of it
  public Learner(DynamicBypass settings, Consumer<Lesson> told, InstantSource clock) {
    this.lessons = new BypassLessons(settings);
    this.told = told;
    this.clock = clock;
  }

  @Override
  public Advice apply(Sighting seen) {
    if (seen.kind() == Sighting.Kind.ANSWER && !answersMatter) {
      return Advice.GO_ON;
    }
    BypassLessons.Outcome outcome;
    synchronized (lessons) {
      outcome = lessons.on(seen, clock.instant());
      answersMatter = lessons.remembersFailures();
    }
    outcome.lessons().forEach(told);
    return outcome.advice();
  }
}
