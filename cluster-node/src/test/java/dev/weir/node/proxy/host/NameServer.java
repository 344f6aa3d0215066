package dev.weir.node.proxy.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// A name server that knows a few names, says NXDOMAIN for others, and counts questions.
public final class NameServer implements AutoCloseable {
  private final DatagramSocket socket;
  private final Map<String, List<String>> names;
  private final AtomicInteger questions = new AtomicInteger();
  private final Queue<Question> asked = new ConcurrentLinkedQueue<>();
  private volatile int window = Integer.MAX_VALUE;
  private volatile int ttl = 60;
  private volatile Forger forger = (packet, out) -> {};

  /// A question: its id, the port that it came from, the type of record, and whether it had EDNS.
  public record Question(int id, int port, int type, boolean edns) {}

  /// Says something of its own before each answer.
  public interface Forger {
    /// What it makes of a question, and of the answer to come.
    void forge(DatagramPacket question, byte[] answer) throws IOException;
  }

  /// From now on answers live so many seconds.
  public void live(int seconds) {
    ttl = seconds;
  }

  /// From now on somebody else is quicker.
  public void forging(Forger quicker) {
    forger = quicker;
  }

  /// Says something from where it listens.
  public void say(DatagramPacket packet) throws IOException {
    socket.send(packet);
  }

  /// What it was asked.
  public Queue<Question> asked() {
    return asked;
  }

  /// A server on a free port of the loopback. A name with no addresses is never answered.
  public NameServer(Map<String, List<String>> names) throws IOException {
    this.names = names;
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  /// From now on each question has this many of a name's addresses for an answer, the next ones
  /// each time.
  public void rotate(int addresses) {
    window = addresses;
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  /// How often it was asked.
  public int questions() {
    return questions.get();
  }

  @Override
  public void close() {
    socket.close();
  }

  private void serve() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        questions.incrementAndGet();
        answer(packet);
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void answer(DatagramPacket packet) throws IOException {
    byte[] question = packet.getData();
    var name = new StringBuilder();
    int at = 12;
    while (question[at] != 0) {
      name.append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII))
          .append('.');
      at += question[at] + 1;
    }
    String host = name.substring(0, name.length() - 1);
    int type = question[at + 2];
    asked.add(
        new Question(
            (question[0] & 0xff) << 8 | (question[1] & 0xff),
            packet.getPort(),
            type,
            question[11] == 1));
    boolean known = names.containsKey(host);
    List<String> all = names.getOrDefault(host, List.of());
    if (known && all.isEmpty()) {
      return;
    }
    List<String> addresses =
        windowOf(all.stream().filter(it -> it.contains(":") == (type == 28)).toList());
    int count = addresses.size();
    var out = new ByteArrayOutputStream();
    out.write(question, 0, 2);
    out.writeBytes(new byte[] {(byte) 0x81, (byte) (known ? 0x80 : 0x83), 0, 1});
    out.writeBytes(new byte[] {0, (byte) count, 0, 0, 0, 0});
    out.write(question, 12, at + 5 - 12);
    addresses.forEach(it -> out.writeBytes(record(type, it)));
    forger.forge(packet, out.toByteArray());
    socket.send(new DatagramPacket(out.toByteArray(), out.size(), packet.getSocketAddress()));
  }

  private byte[] record(int type, String text) {
    byte[] address = InetAddress.ofLiteral(text).getAddress();
    return ByteBuffer.allocate(12 + address.length)
        .put(new byte[] {(byte) 0xc0, 12, 0, (byte) type, 0, 1})
        .putInt(ttl)
        .put(new byte[] {0, (byte) address.length})
        .put(address)
        .array();
  }

  private List<String> windowOf(List<String> all) {
    int from = questions.get() * window;
    return all.size() <= window
        ? all
        : IntStream.range(from, from + window).mapToObj(i -> all.get(i % all.size())).toList();
  }
}
