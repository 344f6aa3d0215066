package dev.weir.lab.traffic;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// The lab's end of a running [LoadClient]: gives orders, collects results.
///
/// One order at a time. Confined to the lab's thread, except for the reader of the client's output.
public final class LoadRun {
  private static final String CLOSED = "closed";

  private final LabHost client;
  private final Writer orders;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /// Takes over the two ends of a client process that has just been started.
  public LoadRun(LabHost client, Process process) {
    this.client = client;
    this.orders = process.outputWriter();
    BufferedReader results = process.inputReader();
    Thread.ofPlatform().daemon().name("results-" + client.name()).start(() -> read(results));
  }

  private void read(BufferedReader results) {
    try (results) {
      for (String line = results.readLine(); line != null; line = results.readLine()) {
        lines.add(line);
      }
    } catch (IOException _) {
      // The client is gone; whoever waits for it is told so below.
    }
    lines.add(CLOSED);
  }

  /// Whose load it is.
  public LabHost client() {
    return client;
  }

  /// Waits until the client is ready for orders.
  public void awaitReady(Duration limit) throws LabFailure, InterruptedException {
    collect("ready", limit);
  }

  /// Begins an order; its results are collected by [#finish].
  public void begin(LoadOrder order) throws LabFailure {
    say(JsonMapper.shared().writeValueAsString(order));
  }

  /// Begins no further request of the present order.
  public void stop() throws LabFailure {
    say("stop");
  }

  /// Waits for the end of the present order, and gives every result of it.
  public List<LoadResult> finish(Duration limit) throws LabFailure, InterruptedException {
    return collect("end", limit);
  }

  private List<LoadResult> collect(String end, Duration limit)
      throws LabFailure, InterruptedException {
    var results = new ArrayList<LoadResult>();
    long until = System.nanoTime() + limit.toNanos();
    while (true) {
      String line = lines.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.equals(CLOSED)) {
        throw new LabFailure(
            client.name() + "'s load client " + (line == null ? "takes too long" : "has ended"));
      }
      if (line.equals(end)) {
        return results;
      }
      results.add(JsonMapper.shared().readValue(line, LoadResult.class));
    }
  }

  private void say(String line) throws LabFailure {
    try {
      orders.write(line + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new LabFailure(client.name() + "'s load client does not listen", e);
    }
  }
}
