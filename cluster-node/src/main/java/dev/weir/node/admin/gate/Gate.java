package dev.weir.node.admin.gate;

import dev.weir.node.config.value.Secret;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Who is let in: whoever asks over the loopback, and whoever shows the token.
///
/// An address that has shown [#WRONG_MAX] wrong tokens within [#WINDOW] is not listened to, until
/// the window is over. Confined to one thread, but for [#admit].
public final class Gate {
  /// So many wrong tokens may come from one address within a window.
  public static final int WRONG_MAX = 10;

  /// A window begins with a first wrong token.
  public static final Duration WINDOW = Duration.ofMinutes(1);

  /// Of more addresses the one that came first is forgotten.
  static final int ADDRESSES_MAX = 1024;

  private static final String SCHEME = "bearer ";

  private volatile Optional<Secret> token;
  private final InstantSource clock;
  private final Map<InetAddress, Wrong> wrong = new LinkedHashMap<>();

  private record Wrong(Instant since, int count) {}

  /// A gate with a token, or one that lets nobody in but over the loopback.
  ///
  /// @param clock monotonic
  public Gate(Optional<Secret> token, InstantSource clock) {
    this.token = token;
    this.clock = clock;
  }

  /// Takes this token in place of the one before. For any thread.
  public void admit(Optional<Secret> next) {
    token = next;
  }

  /// Why a request from this address with these `Authorization` headers is refused, if it is.
  public Optional<Refused> refusal(InetAddress from, List<String> authorization) {
    if (from.isLoopbackAddress()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (isTooMany(from, now)) {
      return Optional.of(Refused.TOO_MANY);
    }
    if (authorization.isEmpty()) {
      return Optional.of(Refused.NO_TOKEN);
    }
    boolean right = authorization.size() == 1 && token.filter(isShownBy(authorization)).isPresent();
    if (!right) {
      count(from, now);
    }
    return right ? Optional.empty() : Optional.of(Refused.WRONG_TOKEN);
  }

  /// The comparison takes as long wherever the texts differ: [Secret#equals].
  private static java.util.function.Predicate<Secret> isShownBy(List<String> authorization) {
    String shown = authorization.getFirst().strip();
    boolean bearer = shown.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    var secret = Secret.of(bearer ? shown.substring(SCHEME.length()).strip() : "");
    return secret::equals;
  }

  private boolean isTooMany(InetAddress from, Instant now) {
    Wrong known = wrong.get(from);
    if (known != null && !now.isBefore(known.since.plus(WINDOW))) {
      wrong.remove(from);
      return false;
    }
    return known != null && known.count >= WRONG_MAX;
  }

  private void count(InetAddress from, Instant now) {
    wrong.merge(from, new Wrong(now, 1), (known, _) -> new Wrong(known.since, known.count + 1));
    if (wrong.size() > ADDRESSES_MAX) {
      wrong.remove(wrong.keySet().iterator().next());
    }
  }
}
