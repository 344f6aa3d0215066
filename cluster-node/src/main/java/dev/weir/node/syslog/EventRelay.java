package dev.weir.node.syslog;

import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.Optional;

/// Sends a node's events to a syslog server, or to none, as the configuration has it now. For any
/// thread but [#become] and [#close], which belong to one.
public final class EventRelay implements AutoCloseable {
  private final EventLog events;
  private final InstantSource clock;
  private final Syslog.Counts counts;
  private Optional<SyslogSettings> settings = Optional.empty();
  private volatile Optional<Syslog> syslog = Optional.empty();

  /// One that sends nothing yet.
  public EventRelay(EventLog events, Telemetry telemetry, InstantSource clock) {
    this.events = events;
    this.clock = clock;
    this.counts = Syslog.Counts.of("events", telemetry);
    events.follow(event -> syslog.ifPresent(it -> it.send(event)));
  }

  /// Sends by these settings from now on.
  public synchronized void become(Optional<SyslogSettings> next) {
    if (!next.equals(settings)) {
      Optional<Syslog> before = syslog;
      settings = next;
      syslog = next.map(it -> Syslog.open(it, counts, events, clock));
      before.ifPresent(Syslog::close);
    }
  }

  @Override
  public void close() {
    become(Optional.empty());
  }
}
