package dev.weir.node.path;

import dev.weir.node.host.GuardRules;
import dev.weir.node.host.HostCommands;
import dev.weir.node.host.HostRulesFailed;
import java.net.Inet4Address;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Tells the host firewall from which routers GRE may come in, on a thread of its own, because that
/// is a command.
final class RouterSet implements AutoCloseable {
  private final HostCommands host;
  private final Consumer<Throwable> onFailure;
  private final AtomicReference<Set<Inet4Address>> wanted = new AtomicReference<>(Set.of());
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("weir-firewall").factory());

  /// For a [GuardRules] that is set and names no router yet.
  RouterSet(HostCommands host, Consumer<Throwable> onFailure) {
    this.host = host;
    this.onFailure = onFailure;
  }

  /// From now on GRE may come from these. Any thread may call it.
  void follow(Set<Inet4Address> routers) {
    Set<Inet4Address> next = Set.copyOf(routers);
    if (!next.equals(wanted.getAndSet(next))) {
      try {
        thread.execute(this::tell);
      } catch (RejectedExecutionException e) {
        // closed: the node goes, and the rules go after it
      }
    }
  }

  /// Waits for the command that runs.
  @Override
  public void close() {
    thread.close();
  }

  private void tell() {
    try {
      host.run(List.of(GuardRules.know(wanted.get())));
    } catch (HostRulesFailed | RuntimeException | Error e) {
      onFailure.accept(e);
    }
  }
}
