package dev.weir.node.bypass;

import dev.weir.node.bypass.sight.Advice;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.bypass.sight.Sighting.Kind;
import dev.weir.node.config.bypass.DynamicBypass;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// From what is seen of connections to the rules that spare later ones (ADR-0022).
///
/// ```
///                      one client saw it        so did CLIENTS of them
/// what a client says ────▶ spared for it ─────────▶ spared for everybody
/// what a server says alone, or no connection at all ───▶
/// ```
///
/// A rule is only ever about the place where the connection went. What a client can bring about by
/// what it sends is believed for that client alone, until others meet the same.
///
/// No clock: time is passed in. What it remembers is bounded, and the oldest goes. Confined to one
/// thread at a time.
public final class BypassLessons {
  /// So many clients that met the same speak for everybody.
  public static final int CLIENTS = 3;

  /// So many failures within [#WINDOW], and no response between them, are a lesson.
  public static final int FAILURES = 3;

  /// So many refusals within [#WINDOW] are worth a question under the client's address.
  public static final int REFUSALS = 2;

  /// Within which failures and refusals count together.
  public static final Duration WINDOW = Duration.ofSeconds(60);

  /// How long an origin that fails is spared at first; twice as long each time it fails again
  /// within [#PROBATION] after that.
  public static final Duration FAILING_FIRST = Duration.ofSeconds(60);

  /// How long an origin is remembered to have failed.
  public static final Duration PROBATION = Duration.ofMinutes(10);

  private static final int DOUBLINGS_MAX = 10;

  /// What follows: rules, and what to do with the connection.
  public record Outcome(List<Lesson> lessons, Advice advice) {
    static final Outcome NOTHING = new Outcome(List.of(), Advice.GO_ON);

    /// Keeps a copy of the list.
    public Outcome {
      lessons = List.copyOf(lessons);
    }
  }

  private record Key(LessonCause cause, Target target) {}

  /// What is remembered of a cause at a target.
  private static final class Trace {
    private final Deque<Instant> times = new ArrayDeque<>();
    private final Map<Inet4Address, Instant> clients = new LinkedHashMap<>();
    private Instant until = Instant.MIN;
    private Instant asked = Instant.MIN;
    private int level;
  }

  private final DynamicBypass settings;
  private final Map<Key, Trace> traces = new LinkedHashMap<>(16, 0.75f, true);
  private int failures;

  /// A machine that has seen nothing.
  public BypassLessons(DynamicBypass settings) {
    this.settings = settings;
  }

  /// Applies one sighting. One that the settings do not ask for has no consequences.
  public Outcome on(Sighting seen, Instant now) {
    return switch (seen.kind()) {
      case NOT_HTTP ->
          settings.notHttp() ? learnt(seen, LessonCause.NOT_HTTP, false, now) : Outcome.NOTHING;
      case NOT_HTTP_EITHER ->
          settings.notHttp()
              ? outcome(seen, LessonCause.NOT_HTTP, believed(seen, LessonCause.NOT_HTTP, now), now)
              : Outcome.NOTHING;
      case SERVER_FIRST ->
          settings.notHttp()
              ? outcome(
                  seen,
                  LessonCause.SERVER_FIRST,
                  learn(single(seen), LessonCause.SERVER_FIRST, seen, now),
                  now)
              : Outcome.NOTHING;
      case NO_CONNECTION, NO_ANSWER -> settings.failing() ? failed(seen, now) : Outcome.NOTHING;
      case ANSWER -> answered(seen);
      case LOGIN ->
          settings.authentication()
              ? learnt(seen, LessonCause.CONNECTION_LOGIN, true, now)
              : Outcome.NOTHING;
      case FORBIDDEN -> settings.authentication() ? forbidden(seen, now) : Outcome.NOTHING;
      case ADMITTED ->
          settings.authentication()
              ? learnt(seen, LessonCause.ADDRESS_LOGIN, true, now)
              : Outcome.NOTHING;
    };
  }

  /// Whether any failure is remembered, so that responses matter.
  public boolean remembersFailures() {
    return failures > 0;
  }

  /// How much is remembered.
  int size() {
    return traces.size();
  }

  /// Spared for the client, and perhaps for all.
  private Outcome learnt(Sighting seen, LessonCause cause, boolean believed, Instant now) {
    var lessons = new ArrayList<>(learn(pair(seen), cause, seen, now));
    if (believed) {
      lessons.addAll(believed(seen, cause, now));
    }
    return outcome(seen, cause, lessons, now);
  }

  /// One more client has met it.
  private List<Lesson> believed(Sighting seen, LessonCause cause, Instant now) {
    Map<Inet4Address, Instant> clients = trace(cause, single(seen)).clients;
    clients.values().removeIf(at -> at.plus(settings.lasts()).isBefore(now));
    clients.put(seen.client(), now);
    if (clients.size() < CLIENTS) {
      return List.of();
    }
    clients.clear();
    return learn(single(seen), cause, seen, now);
  }

  private Outcome failed(Sighting seen, Instant now) {
    boolean ofAll = seen.kind() == Kind.NO_CONNECTION;
    Target target = ofAll ? single(seen) : pair(seen);
    if (!oftenEnough(trace(LessonCause.FAILING, target).times, FAILURES, now)) {
      return outcome(seen, LessonCause.FAILING, List.of(), now);
    }
    var lessons = new ArrayList<>(learn(target, LessonCause.FAILING, seen, now));
    if (!ofAll) {
      lessons.addAll(believed(seen, LessonCause.FAILING, now));
    }
    return outcome(seen, LessonCause.FAILING, lessons, now);
  }

  private Outcome answered(Sighting seen) {
    for (Target target : Set.of(single(seen), pair(seen))) {
      forget(new Key(LessonCause.FAILING, target));
    }
    return Outcome.NOTHING;
  }

  private Outcome forbidden(Sighting seen, Instant now) {
    Trace trace = trace(LessonCause.ADDRESS_LOGIN, pair(seen));
    boolean asked = trace.asked.isAfter(now.minus(WINDOW));
    if (!oftenEnough(trace.times, REFUSALS, now) || asked || trace.until.isAfter(now)) {
      return outcome(seen, LessonCause.ADDRESS_LOGIN, List.of(), now);
    }
    trace.asked = now;
    return new Outcome(List.of(), Advice.PROBE);
  }

  /// Counts one more; when there are enough of them, they begin anew.
  private static boolean oftenEnough(Deque<Instant> times, int wanted, Instant now) {
    times.removeIf(at -> at.plus(WINDOW).isBefore(now));
    times.add(now);
    if (times.size() < wanted) {
      return false;
    }
    times.clear();
    return true;
  }

  /// The rule, unless it is in force, or was taken back before its time.
  private List<Lesson> learn(Target target, LessonCause cause, Sighting seen, Instant now) {
    Trace trace = trace(cause, target);
    if (trace.until.isAfter(now)) {
      return List.of();
    }
    boolean again = trace.until.plus(PROBATION).isAfter(now);
    trace.level = again ? Math.min(trace.level + 1, DOUBLINGS_MAX) : 0;
    trace.until = now.plus(cause == LessonCause.FAILING ? failing(trace.level) : settings.lasts());
    return List.of(new Lesson(target, cause, trace.until, seen.client()));
  }

  private Duration failing(int level) {
    Duration doubled = FAILING_FIRST.multipliedBy(1L << level);
    return doubled.compareTo(settings.lasts()) > 0 ? settings.lasts() : doubled;
  }

  private Outcome outcome(Sighting seen, LessonCause cause, List<Lesson> lessons, Instant now) {
    boolean spared = inForce(cause, pair(seen), now) || inForce(cause, single(seen), now);
    return new Outcome(lessons, spared ? Advice.LEAVE : Advice.GO_ON);
  }

  private boolean inForce(LessonCause cause, Target target, Instant now) {
    Trace trace = traces.get(new Key(cause, target));
    return trace != null && trace.until.isAfter(now);
  }

  private Trace trace(LessonCause cause, Target target) {
    var key = new Key(cause, target);
    Trace known = traces.get(key);
    if (known != null) {
      return known;
    }
    if (traces.size() >= settings.max()) {
      forget(traces.keySet().iterator().next());
    }
    var begun = new Trace();
    traces.put(key, begun);
    failures += cause == LessonCause.FAILING ? 1 : 0;
    return begun;
  }

  private void forget(Key key) {
    if (traces.remove(key) != null && key.cause() == LessonCause.FAILING) {
      failures--;
    }
  }

  private static Target single(Sighting seen) {
    return new Target.Single(seen.place());
  }

  private static Target pair(Sighting seen) {
    return new Target.Pair(seen.client(), seen.place());
  }
}
