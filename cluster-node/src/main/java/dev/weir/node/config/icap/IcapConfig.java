package dev.weir.node.config.icap;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.proxy.icap.IcapSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// One of `proxy.icap`.
public record IcapConfig(IcapSettings settings) {
  private static final int SERVICES_MAX = 16;
  private static final long PREVIEW_MAX = 64 * 1024;
  private static final long PREVIEW = 4096;
  private static final int CONNECTIONS_LEAST = 16;
  private static final int CONNECTIONS_MOST = 10_000;
  private static final int CONNECTIONS = 256;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ValueType<Duration> TIMES =
      Quantities.duration(Duration.ofMillis(100), Duration.ofMinutes(5));

  /// What becomes of what a service cannot look at.
  private enum OnFailure {
    BLOCK,
    ALLOW
  }

  /// Reads the list of the section `proxy`.
  public static List<IcapConfig> readAll(SectionReader proxy) {
    List<IcapConfig> services = proxy.sections("icap", IcapConfig::read);
    var names = new HashSet<String>();
    for (IcapConfig service : services) {
      if (!names.add(service.settings.name())) {
        proxy.refuse(
            "icap", service.settings.name() + " is the name of two services", "give each its own");
      }
    }
    if (services.size() > SERVICES_MAX) {
      proxy.refuse("icap", services.size() + " services", "write at most " + SERVICES_MAX);
    }
    return services;
  }

  private static IcapConfig read(SectionReader section) {
    String name =
        section.key("name", Values.name("scan"), "Its name in metrics and events.").required();
    ServiceUri at = section.key("at", new ServiceUri.Type(), "Where it is.").required();
    return new IcapConfig(
        new IcapSettings(
            name,
            at.address().socketAddress(),
            at.path(),
            mode(section),
            Math.toIntExact(
                section
                    .key(
                        "preview-max",
                        Quantities.size(0, PREVIEW_MAX),
                        "The most of a body that it sees before it says whether it wants the rest.")
                    .or(PREVIEW)),
            section
                .key(
                    "on-failure",
                    Values.oneOf(OnFailure.class),
                    "What becomes of what it cannot look at: block answers with 503, allow lets it"
                        + " pass.")
                .or(OnFailure.BLOCK)
                .equals(OnFailure.ALLOW),
            section
                .key("timeout", TIMES, "The longest wait for a connection, or a sign of an answer.")
                .or(TIMEOUT),
            section
                .key(
                    "max-connections",
                    Values.integer(CONNECTIONS_LEAST, CONNECTIONS_MOST),
                    "The most connections of this node to it.")
                .or(CONNECTIONS)));
  }

  private static IcapSettings.Mode mode(SectionReader section) {
    return section
        .key(
            "mode",
            Values.oneOf(IcapSettings.Mode.class),
            "What it looks at: reqmod, requests before an origin is asked; respmod, responses before"
                + " they are stored and handed out.")
        .required();
  }
}
