package dev.weir.node.control;

import dev.weir.node.control.GroupMachine.Outgoing;
import dev.weir.node.control.WccpPort.Datagram;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;

/// The control thread's work: reads the WCCP port, keeps the machines' deadlines, sends answers.
///
/// One thread runs [#run]; any thread may call [#post] and [#stop].
public final class ControlLoop {
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);
  private static final int COMMANDS_MAX = 64;

  /// A loop that comes so much later than it was due was not merely busy: its process was stopped.
  private static final Duration SLEEP_MIN = Duration.ofSeconds(1);

  /// Something another part of the program wants of a machine, done by the control thread.
  public interface Command {
    /// Does it, and returns what is to be sent.
    List<Outgoing> run(Instant now);
  }

  private final WccpPort port;
  private MessageCodec codec;
  private final Map<ServiceGroup, GroupMachine> groups = new HashMap<>();
  private final WccpJournal journal;
  private final InstantSource clock;
  private final ArrayBlockingQueue<Command> commands = new ArrayBlockingQueue<>(COMMANDS_MAX);
  private volatile boolean stopping;

  /// A loop over a bound port. The codec knows the security of each group.
  public ControlLoop(
      WccpPort port,
      MessageCodec codec,
      List<? extends GroupMachine> groups,
      WccpJournal journal,
      InstantSource clock) {
    this.port = port;
    this.codec = codec;
    groups.forEach(group -> this.groups.put(group.serves(), group));
    this.journal = journal;
    this.clock = clock;
  }

  /// Works until [#stop].
  ///
  /// @throws IOException when the port can no longer be read
  public void run() throws IOException {
    Instant turned = clock.instant();
    while (!stopping) {
      Duration wait = untilNextDeadline();
      var datagram = port.receive(wait);
      Instant now = clock.instant();
      wake(Duration.between(turned.plus(wait), now));
      turned = now;
      if (datagram.isPresent()) {
        read(datagram.get());
      }
      for (Command next = commands.poll(); next != null; next = commands.poll()) {
        send(next.run(clock.instant()));
      }
      passDeadlines();
    }
  }

  /// Has a command done soon. False when too many wait already.
  public boolean post(Command command) {
    boolean taken = commands.offer(command);
    port.wake();
    return taken;
  }

  /// Speaks for one group more from now on, by a codec that knows its security, too. Part of a
  /// [Command].
  public void add(GroupMachine group, MessageCodec next) {
    groups.put(group.serves(), group);
    codec = next;
  }

  /// Speaks for a group no longer. Part of a [Command].
  public void remove(ServiceGroup group, MessageCodec next) {
    groups.remove(group);
    codec = next;
  }

  /// Ends [#run] soon, from any thread.
  public void stop() {
    stopping = true;
    port.wake();
  }

  private void wake(Duration late) {
    if (late.compareTo(SLEEP_MIN) >= 0) {
      journal.slept(late);
      for (GroupMachine group : groups.values()) {
        send(group.woke(clock.instant()));
      }
    }
  }

  private Duration untilNextDeadline() {
    Instant now = clock.instant();
    Instant latest = now.plus(WAIT_MAX);
    for (GroupMachine group : groups.values()) {
      Instant due = group.nextDeadline();
      latest = due.isBefore(latest) ? due : latest;
    }
    return latest.isAfter(now) ? Duration.between(now, latest) : Duration.ZERO;
  }

  private void passDeadlines() {
    for (GroupMachine group : groups.values()) {
      Instant now = clock.instant();
      if (!now.isBefore(group.nextDeadline())) {
        send(group.deadlinePassed(now));
      }
    }
  }

  private void read(Datagram datagram) {
    Instant now = clock.instant();
    byte[] octets = datagram.octets().array();
    switch (codec.decode(octets)) {
      case Decoded.Rejected rejected ->
          journal.refused(rejected, datagram.from().getAddress().getHostAddress(), now);
      case Decoded.Accepted(Message message) -> {
        GroupMachine group = groups.get(message.service().group());
        if (group != null && datagram.from().getAddress() instanceof Inet4Address source) {
          journal.received(message, source, octets.length);
          send(group.received(message, source, datagram.to(), now));
        }
      }
    }
  }

  private void send(List<Outgoing> messages) {
    for (Outgoing outgoing : messages) {
      byte[] octets = codec.encode(outgoing.message());
      try {
        port.send(ByteBuffer.wrap(octets), outgoing.to());
        journal.sent(outgoing.message(), outgoing.to(), octets.length);
      } catch (IOException e) {
        journal.unsent(outgoing.to(), e, clock.instant());
      }
    }
  }
}
