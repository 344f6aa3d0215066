package dev.weir.router.control;

import dev.weir.router.control.UdpPort.Datagram;
import dev.weir.wccp.message.Decoded;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.MessageCodec;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.router.RouterEffect.Send;
import dev.weir.wccp.router.RouterEvent;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The control thread's work: reads the WCCP port, keeps the machines' deadlines, sends answers.
///
/// One thread runs [#run]; any thread may call [#stop].
public final class ControlLoop {
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private final Inet4Address own;
  private final UdpPort port;
  private final MessageCodec codec;
  private final Map<ServiceGroup, GroupDriver> groups;
  private final WccpJournal journal;
  private final InstantSource clock;
  private volatile boolean stopping;

  /// A loop over a bound port; `own` is the address it is bound to. The codec knows each group.
  public ControlLoop(
      Inet4Address own,
      UdpPort port,
      MessageCodec codec,
      List<GroupDriver> groups,
      WccpJournal journal,
      InstantSource clock) {
    this.own = own;
    this.port = port;
    this.codec = codec;
    this.groups =
        groups.stream().collect(Collectors.toMap(GroupDriver::serves, Function.identity()));
    this.journal = journal;
    this.clock = clock;
  }

  /// Works until [#stop].
  ///
  /// @throws IOException when the port can no longer be read
  public void run() throws IOException {
    while (!stopping) {
      var datagram = port.receive(untilNextDeadline());
      if (datagram.isPresent()) {
        read(datagram.get());
      }
      passDeadlines();
    }
  }

  /// Ends [#run] soon, from any thread.
  public void stop() {
    stopping = true;
    port.wake();
  }

  private Duration untilNextDeadline() {
    Instant now = clock.instant();
    Instant latest = now.plus(WAIT_MAX);
    for (GroupDriver group : groups.values()) {
      Instant due = group.nextDeadline();
      latest = due.isBefore(latest) ? due : latest;
    }
    return latest.isAfter(now) ? Duration.between(now, latest) : Duration.ZERO;
  }

  private void passDeadlines() {
    for (GroupDriver group : groups.values()) {
      Instant now = clock.instant();
      if (!now.isBefore(group.nextDeadline())) {
        send(group.on(new RouterEvent.DeadlinePassed(), now));
      }
    }
  }

  private void read(Datagram datagram) {
    Instant now = clock.instant();
    String from = datagram.from().getAddress().getHostAddress();
    switch (codec.decode(datagram.octets().array())) {
      case Decoded.Rejected rejected -> journal.refused(rejected, from, now);
      case Decoded.Accepted(Message message) -> {
        GroupDriver group = groups.get(message.service().group());
        if (group != null && datagram.from().getAddress() instanceof Inet4Address source) {
          journal.received(message, source, datagram.octets().limit());
          send(group.on(new RouterEvent.Received(message, source, own), now));
        }
      }
    }
  }

  private void send(List<Send> sends) {
    for (Send send : sends) {
      byte[] octets = codec.encode(send.message());
      try {
        port.send(ByteBuffer.wrap(octets), send.to());
        journal.sent(send.message(), send.to(), octets.length);
      } catch (IOException e) {
        journal.unsent(send.to(), e, clock.instant());
      }
    }
  }
}
