package dev.weir.node.proxy.access.user;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.weir.node.telemetry.AccessMetric;
import dev.weir.node.telemetry.Telemetry;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks who a client says it is. What was found right is believed for some minutes, under a keyed
/// hash: neither name nor password is kept. One check serves all requests that wait for it.
///
/// A client that has failed [#TRIES_MAX] times in a minute is not heard for the rest of it. For any
/// thread.
public final class Login implements AutoCloseable {
  /// How often a client may fail in [#BRAKE].
  static final int TRIES_MAX = 10;

  /// For how long failures are remembered.
  static final Duration BRAKE = Duration.ofMinutes(1);

  private static final Duration BELIEVED = Duration.ofMinutes(5);
  private static final int BELIEVED_MAX = 10_000;
  private static final int CLIENTS_MAX = 100_000;
  private static final int THREADS = 2;
  private static final int WAITING_MAX = 256;

  /// What was found.
  public enum Finding {
    /// The password is the user's.
    KNOWN,
    /// Nothing was shown.
    ABSENT,
    /// It is not.
    WRONG,
    /// The client has failed too often.
    BRAKED,
    /// Too many wait to be checked.
    BUSY
  }

  private final Supplier<Users> users;
  private final Telemetry telemetry;
  private final SecretKeySpec key;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          Thread.ofPlatform().name("weir-login-", 0).daemon().factory());
  private final AsyncCache<String, Boolean> believed =
      Caffeine.newBuilder()
          .maximumSize(BELIEVED_MAX)
          .expireAfterWrite(BELIEVED)
          .executor(Runnable::run)
          .buildAsync();
  private final Cache<InetAddress, AtomicInteger> tries =
      Caffeine.newBuilder()
          .maximumSize(CLIENTS_MAX)
          .expireAfterWrite(BRAKE)
          .scheduler(Scheduler.disabledScheduler())
          .executor(Runnable::run)
          .build();

  /// One for the users that there are at the time.
  public Login(Supplier<Users> users, Telemetry telemetry) {
    this.users = users;
    this.telemetry = telemetry;
    var secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
    threads.allowCoreThreadTimeOut(true);
  }

  /// What is told of a client.
  ///
  /// @param user who it is, if that is known
  public record Found(Finding finding, Optional<String> user) {}

  /// The realm of a login.
  public String realm() {
    return users.get().realm();
  }

  /// Tells who a client is that shows this Proxy-Authorization: at once, or on another thread.
  public void find(Optional<String> field, InetAddress client, Consumer<Found> told) {
    Consumer<Found> counted =
        found -> {
          String label = found.finding.name().toLowerCase(Locale.ROOT);
          telemetry.counter(AccessMetric.LOGINS, label).increment();
          told.accept(found);
        };
    if (field.isEmpty()) {
      counted.accept(new Found(Finding.ABSENT, Optional.empty()));
      return;
    }
    AtomicInteger failed = tries.get(client, _ -> new AtomicInteger());
    Optional<Credentials> shown = Credentials.of(field.get());
    if (shown.isEmpty()) {
      failed.incrementAndGet();
      counted.accept(new Found(Finding.WRONG, Optional.empty()));
      return;
    }
    Users present = users.get();
    String name = name(shown.get(), present);
    CompletableFuture<Boolean> known = believed.getIfPresent(name);
    if (known == null && failed.incrementAndGet() > TRIES_MAX) {
      counted.accept(new Found(Finding.BRAKED, Optional.empty()));
      return;
    }
    CompletableFuture<Boolean> checked =
        known != null ? known : check(name, shown.get(), present, failed);
    checked.whenComplete((right, why) -> counted.accept(found(right, why, shown.get().user())));
  }

  private static Found found(Boolean right, Throwable why, String user) {
    if (why != null) {
      return new Found(Finding.BUSY, Optional.empty());
    }
    return right
        ? new Found(Finding.KNOWN, Optional.of(user))
        : new Found(Finding.WRONG, Optional.empty());
  }

  /// A try counts until it was found to be right; so nobody has more under way than tries.
  private CompletableFuture<Boolean> check(
      String name, Credentials shown, Users present, AtomicInteger failed) {
    CompletableFuture<Boolean> check =
        believed.get(
            name,
            (_, _) -> {
              try {
                return CompletableFuture.supplyAsync(() -> present.verify(shown), threads);
              } catch (RejectedExecutionException full) {
                return CompletableFuture.failedFuture(full);
              }
            });
    check.whenComplete((right, why) -> {
      if (why != null || right) {
        failed.decrementAndGet();
      } else {
        believed.synchronous().invalidate(name);
      }
    });
    return check;
  }

  /// A name for what is shown and the hash that it is compared with: with a new password it is new.
  private String name(Credentials shown, Users present) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      for (String part :
          new String[] {shown.user(), shown.password(), present.hash(shown.user())}) {
        mac.update(part.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
