package dev.weir.node.path;

import dev.weir.gre.Verdict;
import dev.weir.gre.bypass.BypassTable;
import dev.weir.node.host.DivertRules;
import dev.weir.node.host.HostCommands;
import dev.weir.node.host.HostPlan;
import dev.weir.node.host.HostRulesFailed;
import dev.weir.node.host.PlainRules;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Keeps the kernel's rules for plain packets up to date: whose frames are believed, who is one of
/// us, that the listener lives; and reads their counters. The packets themselves never come here.
///
/// A thread of its own, because it runs commands. [#follow] may be called by any thread.
final class PlainPath implements AutoCloseable {
  private static final Path NEIGHBOURS = Path.of("/proc/net/arp");
  private static final long LOOK_MILLIS = 2000;

  private final HostCommands host;
  private final HostPlan plan;
  private final Consumer<Throwable> onFailure;
  private final Map<Verdict, AtomicLong> counts = new EnumMap<>(Verdict.class);
  private final Thread thread;
  private final Object changed = new Object();
  private Known wanted;
  private boolean stopping;

  /// Routers that have agreed on L2 forwarding, all addresses that are the node's, a router's or a
  /// peer's, and which connections are spared.
  private record Known(Set<Inet4Address> routers, Set<Inet4Address> us, BypassTable spared) {}

  /// What nft was told last.
  private record Told(Set<String> links, Set<Inet4Address> us, BypassTable spared) {}

  /// For rules of this plan that are set.
  PlainPath(HostCommands host, HostPlan plan, Consumer<Throwable> onFailure) {
    this.host = host;
    this.plan = plan;
    this.onFailure = onFailure;
    this.wanted = new Known(Set.of(), plan.plain().us(), BypassTable.EMPTY);
    PlainRules.VERDICTS.forEach(verdict -> counts.put(verdict, new AtomicLong()));
    this.thread = Thread.ofPlatform().name("weir-plain").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void export(Telemetry telemetry) {
    counts.forEach((verdict, count) ->
        telemetry.counted(NodeMetric.PLAIN_PACKETS, count::get, verdict.label()));
  }

  /// From now on these routers' frames are believed, and these addresses are ours.
  void follow(Set<Inet4Address> routers, Set<Inet4Address> us) {
    synchronized (changed) {
      wanted = new Known(Set.copyOf(routers), Set.copyOf(us), wanted.spared());
      changed.notifyAll();
    }
  }

  /// From now on the connections that the table spares go the way of strays, and no others.
  void spare(BypassTable table) {
    synchronized (changed) {
      wanted = new Known(wanted.routers(), wanted.us(), table);
      changed.notifyAll();
    }
  }

  /// Stops the thread and waits for it.
  @Override
  public void close() {
    synchronized (changed) {
      stopping = true;
      changed.notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var told = new Told(Set.of(), next().us(), BypassTable.EMPTY);
    try {
      for (Known known = next(); !isStopping(); known = await(known)) {
        var tell = new Told(links(known.routers()), known.us(), known.spared());
        if (!tell.equals(told)) {
          host.run(List.of(PlainRules.know(tell.links(), tell.us(), tell.spared())));
          told = tell;
        }
        host.run(DivertRules.alive(plan));
        Map<Verdict, Long> packets = PlainRules.read(host.read(PlainRules.counters()));
        counts.forEach((verdict, count) -> count.set(packets.getOrDefault(verdict, 0L)));
      }
    } catch (IOException | HostRulesFailed | RuntimeException | Error e) {
      onFailure.accept(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<String> links(Set<Inet4Address> routers) throws IOException {
    return routers.isEmpty()
        ? Set.of()
        : LinkAddresses.of(Files.readString(NEIGHBOURS), routers, plan.device());
  }

  private Known next() {
    synchronized (changed) {
      return wanted;
    }
  }

  private boolean isStopping() {
    synchronized (changed) {
      return stopping;
    }
  }

  /// The next state, at once if it is another one, else after a while.
  private Known await(Known last) throws InterruptedException {
    long until = System.nanoTime() + LOOK_MILLIS * 1_000_000;
    synchronized (changed) {
      for (long left = LOOK_MILLIS;
          left > 0 && wanted.equals(last) && !stopping;
          left = (until - System.nanoTime()) / 1_000_000) {
        changed.wait(left);
      }
      return wanted;
    }
  }
}
