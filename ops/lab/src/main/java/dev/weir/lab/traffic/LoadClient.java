package dev.weir.lab.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The program of a client's namespace: the JDK's HTTP client, without any proxy, under load.
///
/// Each line of standard input is a [LoadOrder] as JSON or `stop`; each line of standard output is
/// a [LoadResult] as JSON, `ready` after the start or `end` after an order. Requests begin by the
/// clock: one that gets no answer does not hold up the others, unless the order says so.
public final class LoadClient {
  /// What a client waits for a connection, and for a whole response.
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JsonMapper json = JsonMapper.shared();
  private final PrintStream out;
  private final HttpClient client;
  private volatile boolean stopped;

  private LoadClient(PrintStream out) {
    this.out = out;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(PATIENCE)
            .build();
  }

  /// Takes orders until standard input ends.
  static void main() throws IOException {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "connection");
    var load = new LoadClient(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    load.out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("stop")) {
        load.stopped = true;
      } else {
        LoadOrder order = load.json.readValue(line, LoadOrder.class);
        load.stopped = false;
        Thread.ofPlatform().name("pace").start(() -> load.carryOut(order));
      }
    }
    System.exit(0);
  }

  private void carryOut(LoadOrder order) {
    var open = new Phaser(1);
    var places = new Semaphore(order.atOnceMax());
    long begin = System.nanoTime();
    for (int i = 0; i < order.requests() && !stopped; i++) {
      long due = begin + i * 1_000_000_000L / order.perSecond();
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      places.acquireUninterruptibly();
      open.register();
      request(order.urls().get(i % order.urls().size()), order.keepAlive())
          .whenComplete((_, _) -> {
            places.release();
            open.arriveAndDeregister();
          });
    }
    open.arriveAndAwaitAdvance();
    say("end");
  }

  private CompletableFuture<?> request(String url, boolean keepAlive) {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
    if (!keepAlive) {
      request.header("Connection", "close");
    }
    long start = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    long nanos = System.nanoTime();
    return client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
        .handle((response, failure) -> {
          long micros = (System.nanoTime() - nanos) / 1_000;
          say(json.writeValueAsString(result(url, start, micros, response, failure)));
          return url;
        });
  }

  private static LoadResult result(
      String url,
      long start,
      long micros,
      @Nullable HttpResponse<byte[]> response,
      @Nullable Throwable failure) {
    if (response == null) {
      Throwable cause =
          failure == null || failure.getCause() == null ? failure : failure.getCause();
      return new LoadResult(url, start, micros, 0, String.valueOf(cause), "", false);
    }
    URI uri = response.uri();
    boolean intact =
        Arrays.equals(response.body(), OriginContent.body(uri.getHost(), uri.getPath()));
    String cacheStatus = String.join(", ", response.headers().allValues("Cache-Status"));
    return new LoadResult(url, start, micros, response.statusCode(), "", cacheStatus, intact);
  }

  private void say(String line) {
    synchronized (out) {
      out.println(line);
    }
  }
}
