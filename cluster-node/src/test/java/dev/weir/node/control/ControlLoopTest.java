package dev.weir.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The control loop and the time")
final class ControlLoopTest {
  private final List<String> told = new ArrayList<>();
  private final Group group = new Group();
  private Instant now = Instant.EPOCH;

  @Test
  @DisplayName("a wait that takes a second longer than it may is a sleep, and the group is woken")
  void wakes() throws IOException {
    play(Duration.ofSeconds(3).plusMillis(1_000));
    assertThat(told).containsExactly("slept PT1S", "woke", "deadline");
  }

  @Test
  @DisplayName("one that takes less is a busy host, and so is one that ends early")
  void busy() throws IOException {
    play(Duration.ofSeconds(3).plusMillis(999));
    assertThat(told).containsExactly("deadline");
    told.clear();
    play(Duration.ofSeconds(1));
    assertThat(told).isEmpty();
  }

  @Test
  @DisplayName("a group that is added is served from then on, one that is removed no longer")
  void changes() throws IOException {
    group.due = now.plusSeconds(3);
    var port = new Port(Duration.ofSeconds(3));
    var loop =
        new ControlLoop(port, new MessageCodec(Map.of()), List.of(), new Journal(), () -> now);
    port.loop = Optional.of(loop);
    loop.post(
        _ -> {
          loop.add(group, new MessageCodec(Map.of()));
          return List.of();
        });
    loop.run();
    assertThat(told).containsExactly("deadline");

    var again =
        new ControlLoop(port, new MessageCodec(Map.of()), List.of(group), new Journal(), () -> now);
    port.loop = Optional.of(again);
    again.post(
        _ -> {
          again.remove(group.serves(), new MessageCodec(Map.of()));
          return List.of();
        });
    group.due = now;
    again.run();
    assertThat(told).containsOnlyOnce("deadline");
  }

  /// One turn of a loop whose group is due in three seconds, when its wait takes this long.
  private void play(Duration takes) throws IOException {
    group.due = now.plusSeconds(3);
    var port = new Port(takes);
    var loop =
        new ControlLoop(port, new MessageCodec(Map.of()), List.of(group), new Journal(), () -> now);
    port.loop = Optional.of(loop);
    loop.run();
  }

  private final class Port implements WccpPort {
    private final Duration takes;
    private Optional<ControlLoop> loop = Optional.empty();

    Port(Duration takes) {
      this.takes = takes;
    }

    @Override
    public Optional<Datagram> receive(Duration atMost) {
      now = now.plus(takes);
      loop.ifPresent(ControlLoop::stop);
      return Optional.empty();
    }

    @Override
    public void send(ByteBuffer octets, InetAddress to) {}

    @Override
    public void wake() {}
  }

  private final class Group implements GroupMachine {
    private Instant due = Instant.MAX;

    @Override
    public ServiceGroup serves() {
      return ServiceGroup.WEB_CACHE;
    }

    @Override
    public Instant nextDeadline() {
      return due;
    }

    @Override
    public List<Outgoing> woke(Instant at) {
      told.add("woke");
      return List.of();
    }

    @Override
    public List<Outgoing> deadlinePassed(Instant at) {
      told.add("deadline");
      due = Instant.MAX;
      return List.of();
    }

    @Override
    public List<Outgoing> received(Message message, InetAddress from, InetAddress to, Instant at) {
      return List.of();
    }
  }

  private final class Journal implements WccpJournal {
    @Override
    public void received(Message message, InetAddress from, int octets) {}

    @Override
    public void refused(Decoded.Rejected rejected, String from, Instant at) {}

    @Override
    public void sent(Message message, InetAddress to, int octets) {}

    @Override
    public void slept(Duration time) {
      told.add("slept " + time);
    }

    @Override
    public void unsent(InetAddress to, IOException why, Instant at) {}
  }
}
