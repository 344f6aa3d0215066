package dev.weir.cli.plan;

import dev.weir.lab.capture.CaptureReader;
import dev.weir.lab.capture.Dissector;
import dev.weir.lab.capture.Seen;
import dev.weir.node.config.ServiceConfig;
import dev.weir.wccp.assignment.Placement;
import dev.weir.wccp.codec.MessageCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a log or a capture tells of each service group. Confined to the thread that reads.
final class Observed {
  private static final int HOSTS_MAX = 1_000_000;

  private final Map<ServiceConfig, Traffic> services = new LinkedHashMap<>();
  private final Map<String, Inet4Address> addresses = new HashMap<>();
  private final List<LogLine> unplaced = new ArrayList<>();
  private long others;
  private long byName;

  Observed(List<ServiceConfig> services) {
    services.forEach(it -> this.services.put(it, new Traffic()));
  }

  /// Each service and what was seen of it.
  Map<ServiceConfig, Traffic> services() {
    return services;
  }

  /// Lines or packets that belong to no service, or are none.
  long others() {
    return others;
  }

  /// Requests whose origin's address no line has: their place is that of their host's name.
  long byName() {
    return byName;
  }

  /// Reads a log to its end. What a hit does not tell is taken from the misses of its host.
  void log(InputStream in) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      LogLine.of(line).ifPresentOrElse(this::request, () -> others++);
    }
    for (LogLine later : unplaced) {
      Inet4Address known = addresses.get(later.host());
      byName += known == null ? 1 : 0;
      add(later.client(), known == null ? ofName(later.host()) : known, later.port());
    }
    unplaced.clear();
  }

  private void request(LogLine line) {
    if (line.origin().isPresent()) {
      if (addresses.size() < HOSTS_MAX) {
        addresses.putIfAbsent(line.host(), line.origin().get());
      }
      add(line.client(), line.origin().get(), line.port());
    } else if (unplaced.size() < HOSTS_MAX) {
      unplaced.add(line);
    } else {
      others++;
    }
  }

  /// An address that is as good as another for a name of which nothing else is known.
  private static Inet4Address ofName(String host) {
    int hash = host.hashCode() * 0x9e3779b9;
    return Inet4Address.ofLiteral(
        (hash >>> 24) + "." + (hash >> 16 & 0xff) + "." + (hash >> 8 & 0xff) + "." + (hash & 0xff));
  }

  /// Reads a capture to its end: its new connections, plain or redirected.
  ///
  /// @return what is wrong with the file
  List<String> capture(InputStream in) throws IOException {
    var reader = new CaptureReader(in);
    var dissector = new Dissector(new MessageCodec(Map.of()));
    for (var packet = reader.next(); packet.isPresent(); packet = reader.next()) {
      switch (dissector.read(packet.get())) {
        case Seen.Redirected it -> connection(it.inner());
        case Seen.Plain it -> connection(it.packet());
        default -> others++;
      }
    }
    return reader.problems();
  }

  private void connection(Seen.Inner packet) {
    if (packet.syn()) {
      add(
          Inet4Address.ofLiteral(packet.source()),
          Inet4Address.ofLiteral(packet.destination()),
          packet.destinationPort());
    }
  }

  private void add(Inet4Address client, Inet4Address origin, int port) {
    for (var service : services.entrySet()) {
      ServiceConfig config = service.getKey();
      if (!config.portsAreSources() && config.ports().contains(port)) {
        service.getValue().add(client, origin, port);
        return;
      }
    }
    others++;
  }

  /// The flags of the hash by which a service is divided.
  static int hash(ServiceConfig service) {
    int flags = service.description().flags() & 0xf;
    return flags == 0 ? Placement.DESTINATION_ADDRESS : flags;
  }
}
