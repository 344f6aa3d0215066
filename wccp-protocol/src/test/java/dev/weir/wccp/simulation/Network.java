package dev.weir.wccp.simulation;

import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The lines between parties, one for each direction, and what each does to messages.
///
/// Messages travel as records; only one whose bits flip becomes octets and is decoded again.
final class Network {
  private static final List<Double> LOSSES = List.of(0.0, 0.02, 0.1, 0.3, 0.5);
  private static final List<Integer> DELAYS = List.of(5, 100, 1_000, 5_000);

  /// Where and when a message arrives.
  record Arrival(Flight flight, long at) {}

  private static final class Line {
    double loss;
    double duplication;
    double corruption;
    long delayMillis = 5;
    boolean reorders;
    long cutUntil;
    long lastAt;
  }

  private record Ends(InetAddress from, InetAddress to) {}

  private final Plan plan;
  private final Chance chance;
  private final List<ServiceGroup> groups;
  private final MessageCodec codec;
  private final MessageCodec stranger;
  private final Map<Ends, Line> lines = new LinkedHashMap<>();
  private boolean healed;

  Network(Plan plan, List<ServiceGroup> groups, Chance chance) {
    this.plan = plan;
    this.chance = chance;
    this.groups = groups;
    this.codec = codec("testing1");
    this.stranger = codec("guessed");
  }

  /// What becomes of a message: it arrives once, several times, late, distorted, or not at all.
  List<Arrival> send(Flight flight, InetAddress receiver, long now) {
    var line = lines.computeIfAbsent(new Ends(flight.from(), receiver), _ -> line());
    if (!healed && (now < line.cutUntil || chance.hits(line.loss))) {
      return List.of();
    }
    int copies = !healed && chance.hits(line.duplication) ? chance.between(2, 3) : 1;
    var arrivals = new ArrayList<Arrival>(copies);
    for (int copy = 0; copy < copies; copy++) {
      long at = now + chance.millis(1, healed ? 5 : line.delayMillis);
      at = line.reorders && !healed ? at : Math.max(at, line.lastAt + 1);
      line.lastAt = Math.max(at, line.lastAt);
      long arrival = at;
      (!healed && chance.hits(line.corruption) ? corrupted(flight) : Optional.of(flight))
          .ifPresent(it -> arrivals.add(new Arrival(it, arrival)));
    }
    return arrivals;
  }

  /// What a stranger's message, made without the password, is taken for.
  Optional<Message> ofStranger(Message message, int group) {
    return plan.passwords().get(group)
        ? decode(stranger.encode(message))
        : decode(codec.encode(message));
  }

  void cut(InetAddress from, InetAddress to, long until) {
    lines.computeIfAbsent(new Ends(from, to), _ -> line()).cutUntil = until;
  }

  void heal() {
    healed = true;
  }

  ServiceGroup group(int index) {
    return groups.get(index);
  }

  int index(ServiceGroup group) {
    return groups.indexOf(group);
  }

  private Line line() {
    var line = new Line();
    line.loss = plan.has(Fault.LOSS) ? chance.pick(LOSSES) : 0;
    line.delayMillis = plan.has(Fault.DELAY) ? chance.pick(DELAYS) : 5;
    line.reorders = plan.has(Fault.REORDER);
    line.delayMillis = line.reorders ? Math.max(line.delayMillis, 100) : line.delayMillis;
    line.duplication = plan.has(Fault.DUPLICATION) ? 0.2 : 0;
    line.corruption = plan.has(Fault.CORRUPTION) ? 0.05 : 0;
    return line;
  }

  private Optional<Flight> corrupted(Flight flight) {
    byte[] octets = codec.encode(flight.message());
    for (int flips = chance.between(1, 4); flips > 0; flips--) {
      int bit = chance.between(0, octets.length * 8 - 1);
      octets[bit / 8] ^= (byte) (1 << bit % 8);
    }
    return decode(octets)
        .map(it ->
            it.equals(flight.message())
                ? flight
                : new Flight(
                    it, index(it, flight), flight.from(), flight.to(), Flight.Origin.CORRUPTED));
  }

  private int index(Message message, Flight flight) {
    int index = groups.indexOf(message.service().group());
    return index < 0 ? flight.group() : index;
  }

  private Optional<Message> decode(byte[] octets) {
    return codec.decode(octets) instanceof Decoded.Accepted(Message message)
        ? Optional.of(message)
        : Optional.empty();
  }

  private MessageCodec codec(String password) {
    var securities = new HashMap<ServiceGroup, Security>();
    for (int i = 0; i < groups.size(); i++) {
      securities.put(
          groups.get(i), plan.passwords().get(i) ? Security.md5(password) : Security.NONE);
    }
    return new MessageCodec(securities);
  }
}
