package dev.weir.node.config.log;

import dev.weir.node.config.value.HostPort;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.Place;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode;
import dev.weir.node.syslog.Facility;
import dev.weir.node.syslog.SyslogSettings;
import dev.weir.node.syslog.SyslogSettings.Transport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The section `log.syslog`.
public record SyslogConfig(To to, Facility facility, List<Of> of) {
  /// What is sent.
  public enum Of {
    /// The lines of the access log.
    ACCESS,
    /// The events.
    EVENTS
  }

  /// Where to, and how; for a socket of this host its path, and no port.
  public record To(Transport transport, String host, int port) {}

  /// Reads the section.
  public static SyslogConfig read(SectionReader section) {
    return new SyslogConfig(
        section.key("to", new ToType(), "The syslog server.").required(),
        section
            .key("facility", Values.oneOf(Facility.class), "The facility of all messages.")
            .or(Facility.LOCAL0),
        section
            .key(
                "of",
                Values.list(Values.oneOf(Of.class), 1, 2),
                "What is sent: the lines of the access log, as they are in its file, and events.")
            .or(List.of(Of.ACCESS, Of.EVENTS)));
  }

  /// What a node of this name sends with, if it sends such.
  public Optional<SyslogSettings> settings(Of what, String nodeName) {
    return of.contains(what)
        ? Optional.of(new SyslogSettings(to.transport, to.host, to.port, facility, nodeName))
        : Optional.empty();
  }

  /// How it is written.
  private record ToType() implements ValueType<To> {
    @Override
    public String type() {
      return "syslog server";
    }

    @Override
    public String unit() {
      return "udp://HOST:PORT, tcp://HOST:PORT or unix:/PATH";
    }

    @Override
    public To example() {
      return new To(Transport.UDP, "logs.example.com", 514);
    }

    @Override
    public String show(To value) {
      String scheme = value.transport.name().toLowerCase(Locale.ROOT);
      return value.transport == Transport.UNIX
          ? scheme + ":" + value.host
          : scheme + "://" + new HostPort(value.host, value.port);
    }

    @Override
    public Optional<To> read(YamlNode node, Place place) {
      String text = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
      if (text.matches("unix:/[^\\p{Cntrl}]{1,106}")) { // the kernel's sockaddr_un takes 108
        return Optional.of(new To(Transport.UNIX, text.substring("unix:".length()), 0));
      }
      for (Transport transport : List.of(Transport.UDP, Transport.TCP)) {
        String scheme = transport.name().toLowerCase(Locale.ROOT) + "://";
        if (text.startsWith(scheme)) {
          var rest =
              new YamlNode.Scalar(node.line(), YamlNode.Kind.TEXT, text.substring(scheme.length()));
          return HostPort.type()
              .read(rest, place)
              .map(it -> new To(transport, it.host(), it.port()));
        }
      }
      place.refuse(node.line(), "\"" + text + "\" is no syslog server", "write " + unit());
      return Optional.empty();
    }
  }
}
