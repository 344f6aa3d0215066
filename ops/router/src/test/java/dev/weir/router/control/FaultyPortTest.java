package dev.weir.router.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.control.WccpPort;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FaultyPortTest {
  private static final Inet4Address ROUTER = Inet4Address.ofLiteral("192.0.2.1");
  private static final Inet4Address CACHE = Inet4Address.ofLiteral("192.0.2.11");

  private final Wire wire = new Wire();
  private final List<FaultKind> injected = new ArrayList<>();
  private final FaultyPort port = new FaultyPort(wire, () -> wire.now, 7, injected::add);

  /// A port without a network, whose clock goes on by what is waited.
  private static final class Wire implements WccpPort {
    private final ArrayDeque<Datagram> coming = new ArrayDeque<>();
    private final List<Integer> gone = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    @Override
    public Optional<Datagram> receive(Duration atMost) {
      if (coming.isEmpty()) {
        now = now.plus(atMost);
      }
      return Optional.ofNullable(coming.poll());
    }

    @Override
    public void send(ByteBuffer octets, InetAddress to) {
      gone.add((int) octets.get(0));
    }

    @Override
    public void wake() {}
  }

  @Test
  @DisplayName("A port that was told nothing passes everything at once")
  void passes() throws IOException {
    comes(1);
    port.send(octet(2), CACHE);

    assertThat(heard(Duration.ZERO)).contains(1);
    assertThat(wire.gone).containsExactly(2);
    assertThat(injected).isEmpty();
  }

  @Test
  @DisplayName("drop 30 loses about 30 of 100 messages each way, the same ones for the same seed")
  void drops() throws IOException {
    port.drop(30);
    for (int i = 0; i < 100; i++) {
      port.send(octet(i), CACHE);
    }
    var again = new Wire();
    var twin = new FaultyPort(again, () -> again.now, 7, _ -> {});
    twin.drop(30);
    for (int i = 0; i < 100; i++) {
      twin.send(octet(i), CACHE);
    }

    assertThat(wire.gone).hasSizeBetween(55, 85).isEqualTo(again.gone);
    assertThat(injected).hasSize(100 - wire.gone.size()).containsOnly(FaultKind.DROP);

    port.drop(100);
    comes(1);
    assertThat(heard(Duration.ZERO)).isEmpty();
    port.drop(0);
    comes(2);
    assertThat(heard(Duration.ZERO)).contains(2);
  }

  @Test
  @DisplayName("delay lets messages wait, in their order, and wakes the loop when one is due")
  void delays() throws IOException {
    port.delay(Duration.ofMillis(200));
    comes(1);
    comes(2);
    port.send(octet(3), CACHE);

    assertThat(heard(Duration.ofSeconds(10))).isEmpty();
    assertThat(heard(Duration.ofSeconds(10))).isEmpty();
    assertThat(wire.gone).isEmpty();
    assertThat(heard(Duration.ofSeconds(10))).contains(1);
    assertThat(wire.now).isEqualTo(Instant.EPOCH.plusMillis(200));
    assertThat(heard(Duration.ofSeconds(10))).contains(2);
    assertThat(wire.gone).containsExactly(3);

    port.delay(Duration.ZERO);
    port.send(octet(4), CACHE);
    assertThat(wire.gone).containsExactly(3, 4);
  }

  @Test
  @DisplayName("When a delay ends, nothing overtakes what still waits")
  void keepsOrder() throws IOException {
    port.delay(Duration.ofMillis(200));
    comes(1);
    port.send(octet(3), CACHE);
    assertThat(heard(Duration.ZERO)).isEmpty();

    port.delay(Duration.ZERO);
    comes(2);
    port.send(octet(4), CACHE);

    assertThat(heard(Duration.ZERO)).isEmpty();
    assertThat(wire.gone).isEmpty();
    assertThat(heard(Duration.ofSeconds(1))).contains(1);
    assertThat(heard(Duration.ZERO)).contains(2);
    assertThat(wire.gone).containsExactly(3, 4);
  }

  @Test
  @DisplayName("What waits is bounded: the message on top is lost")
  void bounded() throws IOException {
    port.delay(FaultyPort.DELAY_MAX);
    for (int i = 0; i <= FaultyPort.WAITING_MAX; i++) {
      port.send(octet(1), CACHE);
    }

    assertThat(injected).hasSize(FaultyPort.WAITING_MAX + 1).contains(FaultKind.DROP);
    assertThat(injected.getLast()).isEqualTo(FaultKind.DROP);
  }

  private void comes(int octet) {
    wire.coming.add(
        new WccpPort.Datagram(new InetSocketAddress(CACHE, 2048), ROUTER, octet(octet)));
  }

  private Optional<Integer> heard(Duration atMost) throws IOException {
    return port.receive(atMost).map(datagram -> (int) datagram.octets().get(0));
  }

  private static ByteBuffer octet(int value) {
    return ByteBuffer.wrap(new byte[] {(byte) value});
  }
}
