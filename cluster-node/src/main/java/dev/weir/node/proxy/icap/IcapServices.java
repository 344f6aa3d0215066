package dev.weir.node.proxy.icap;

import dev.weir.node.telemetry.AccessMetric;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The services that the configuration has now. [#next] and [#become] belong to one thread, what
/// they return to any.
public final class IcapServices {
  private final Telemetry telemetry;
  private final EventLog events;
  private volatile Adaptation present = Adaptation.NONE;

  /// None yet.
  public IcapServices(Telemetry telemetry, EventLog events) {
    this.telemetry = telemetry;
    this.events = events;
  }

  /// These services; those that are there already, and are used alike, stay what they are.
  public Adaptation next(List<IcapSettings> settings) {
    var services = new ArrayList<IcapService>();
    for (IcapSettings each : settings) {
      services.add(
          present.services().stream()
              .filter(it -> it.settings().equals(each))
              .findFirst()
              .orElseGet(() -> new IcapService(each, telemetry, events)));
    }
    return new Adaptation(services);
  }

  /// Puts them in the place of the present ones. What is under way is brought to its end.
  public void become(Adaptation next) {
    Adaptation before = present;
    present = next;
    for (IcapService service : before.services()) {
      if (!next.services().contains(service)) {
        service.dismiss();
      }
    }
    next.services().forEach(it -> measure(it.settings().name()));
  }

  private void measure(String name) {
    telemetry.gauge(
        AccessMetric.ICAP_OPEN,
        () -> of(name).map(it -> it.isOpen() ? 1.0 : 0.0).orElse(Double.NaN),
        name);
  }

  private Optional<IcapService> of(String name) {
    return present.services().stream().filter(it -> it.settings().name().equals(name)).findFirst();
  }
}
