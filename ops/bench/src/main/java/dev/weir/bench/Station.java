package dev.weir.bench;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A process that speaks WCCP in several groups. After each event it does what its driver does:
/// takes a snapshot, and asks every group for its deadline.
abstract sealed class Station permits CacheStation, RouterStation {
  private final InetAddress address;
  private final MessageCodec codec;

  Station(InetAddress address, int groupCount) {
    this.address = address;
    this.codec =
        new MessageCodec(
            services(groupCount).stream()
                .collect(
                    Collectors.toMap(Component.Service::group, _ -> Security.md5("testing1"))));
  }

  /// The web cache and dynamic services, authenticated with MD5.
  static List<Component.Service> services(int groupCount) {
    return IntStream.range(0, groupCount)
        .mapToObj(index ->
            index == 0
                ? ServiceGroup.WEB_CACHE.standardService()
                : new Component.Service(
                    new ServiceGroup(ServiceGroup.Type.DYNAMIC, 60 + index),
                    100,
                    6,
                    0x11,
                    List.of(8000 + index, 0, 0, 0, 0, 0, 0, 0)))
        .toList();
  }

  final InetAddress address() {
    return address;
  }

  /// What a datagram makes it send.
  final List<Datagram> received(Datagram it, Instant now) {
    return switch (codec.decode(it.octets())) {
      case Decoded.Accepted(Message message) -> take(message, it, now);
      case Decoded.Rejected rejected -> throw new IllegalStateException(rejected.toString());
    };
  }

  /// What the passing of a deadline makes it send.
  abstract List<Datagram> deadlinePassed(Instant now);

  /// The earliest deadline of its groups.
  abstract Instant nextDeadline();

  /// The tables that it goes by, of each group in turn.
  abstract List<Assignment> tables();

  abstract List<Datagram> take(Message message, Datagram carrier, Instant now);

  final Datagram encoded(Message message, InetAddress to) {
    return new Datagram(codec.encode(message), address, to);
  }

  static <M> Instant earliest(List<M> machines, Function<M, Instant> deadline) {
    var next = Instant.MAX;
    for (M machine : machines) {
      var due = deadline.apply(machine);
      next = due.isBefore(next) ? due : next;
    }
    return next;
  }
}
