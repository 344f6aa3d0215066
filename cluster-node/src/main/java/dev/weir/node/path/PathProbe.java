package dev.weir.node.path;

import dev.weir.gre.Ipv4Octets;
import dev.weir.gre.Verdict;
import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.TunDevice;
import dev.weir.gre.probe.TcpExchange;
import dev.weir.gre.probe.TcpExchange.Flow;
import dev.weir.gre.probe.TcpExchange.Question;
import dev.weir.node.config.sidecar.SidecarConfig;
import dev.weir.node.health.Prober;
import dev.weir.node.health.SelfTest;
import dev.weir.node.host.HostRules;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tries the way of a diverted packet: writes a connection of its own into the TUN, as if it had
/// come out of GRE, and takes the listener's replies out of the stray TUN, to which the client's
/// address is routed (ADR-0020).
///
/// Any thread may use it.
public final class PathProbe implements Prober {
  /// What our own listener is asked.
  static final Question OURS = Question.of("GET /weir-health HTTP/1.1\r\nHost: weir\r\n\r\n", 200);

  private static final int CLIENT = Ipv4Octets.toInt(HostRules.SELF_TEST_CLIENT);
  private static final int ORIGIN = Ipv4Octets.toInt(HostRules.SELF_TEST_ORIGIN);
  private static final int PORT_LEAST = 1024;
  private static final int PORTS = 64_000;

  private final TunDevice tun;
  private final int port;
  private final Question question;
  private final Consumer<Throwable> onFailure;
  private final ByteBuffer out = ByteBuffer.allocateDirect(TcpExchange.PACKET_OCTETS_MAX);
  private int count = ThreadLocalRandom.current().nextInt(PORTS);
  private @Nullable TcpExchange exchange;
  private @Nullable End end;

  /// A probe of a port that is intercepted. `onFailure` is told when the TUN is gone for good.
  PathProbe(TunDevice tun, int port, Question question, Consumer<Throwable> onFailure) {
    this.tun = tun;
    this.port = port;
    this.question = question;
    this.onFailure = onFailure;
  }

  /// What is asked along the way: our own listener, or the program that answers in its stead.
  static Question question(Optional<SidecarConfig> sidecar) {
    return sidecar
        .map(it ->
            it.path()
                .map(path ->
                    Question.of(
                        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(path, it.health().host()),
                        it.health().status()))
                .orElse(it.byKernel() ? new Question("", "") : OURS))
        .orElse(OURS);
  }

  @Override
  public synchronized void begin(End told) {
    count = (count + 1) % PORTS;
    var begun =
        new TcpExchange(
            new Flow(CLIENT, PORT_LEAST + count, ORIGIN, port),
            ThreadLocalRandom.current().nextInt(),
            question);
    exchange = begun;
    end = told;
    begun.call(out);
    if (!sent()) {
      over().missed(SelfTest.Miss.TUN);
    }
  }

  /// A busy kernel drops a packet now and then, and so does a full TUN.
  @Override
  public synchronized void again() {
    if (exchange != null) {
      sent();
    }
  }

  @Override
  public synchronized SelfTest.Miss giveUp() {
    var tried = exchange;
    over();
    if (tried == null || !tried.connected()) {
      return SelfTest.Miss.NO_CONNECTION;
    }
    tried.giveUp(out);
    sent();
    return SelfTest.Miss.NO_ANSWER;
  }

  /// Whether a packet is for the client of the self-test.
  static boolean isFor(ByteBuffer packet, int at) {
    return packet.getInt(at + 16) == CLIENT;
  }

  /// A packet for the client of the self-test has come out of the stray TUN.
  synchronized void received(ByteBuffer packet, int at, int octets) {
    var tried = exchange;
    if (tried != null) {
      switch (tried.on(packet, at, octets, out)) {
        case IGNORED -> {}
        case REPLY -> sent();
        case ANSWERED -> {
          sent();
          over().answered();
        }
        case REFUSED -> over().missed(SelfTest.Miss.REFUSED);
      }
    }
  }

  private End over() {
    var told = end;
    exchange = null;
    end = null;
    return told == null ? NOBODY : told;
  }

  private boolean sent() {
    try {
      return tun.write(out, 0, out.limit()) == Verdict.DELIVER;
    } catch (DeviceException e) {
      onFailure.accept(e);
      return false;
    }
  }

  private static final End NOBODY =
      new End() {
        @Override
        public void answered() {}

        @Override
        public void missed(SelfTest.Miss why) {}
      };
}
