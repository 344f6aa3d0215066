package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.bypass.sight.Advice;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.bypass.sight.Sighting.Kind;
import dev.weir.node.bypass.sight.Watch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Whom a proxy tells what it sees: it writes that down, and gives the advice that it was given.
final class Sightings {
  /// After which a client counts as silent, where silence is the subject.
  static final Duration SILENCE = Duration.ofMillis(200);

  /// Elsewhere: no client of a test is ever so slow with its first octet.
  private static final Duration NO_SILENCE = Duration.ofMinutes(1);

  private final List<Sighting> all = new CopyOnWriteArrayList<>();
  private final Map<Kind, Advice> advice = new EnumMap<>(Kind.class);

  Watch watch(boolean probes) {
    return watch(probes, NO_SILENCE);
  }

  Watch watch(boolean probes, Duration silence) {
    return new Watch(true, silence, probes, this::told);
  }

  Sightings advising(Kind kind, Advice about) {
    advice.put(kind, about);
    return this;
  }

  /// What was seen, without the responses that came.
  List<Kind> kinds() {
    return all.stream().map(Sighting::kind).filter(kind -> kind != Kind.ANSWER).toList();
  }

  List<Sighting> all() {
    return List.copyOf(all);
  }

  /// Returns once something was seen.
  void await(Kind kind) {
    Soon.passes(() -> assertThat(kinds()).contains(kind));
  }

  private Advice told(Sighting seen) {
    all.add(seen);
    return advice.getOrDefault(seen.kind(), Advice.GO_ON);
  }
}
