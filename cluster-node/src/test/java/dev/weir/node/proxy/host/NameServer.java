package dev.weir.node.proxy.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// A name server that knows a few names, says NXDOMAIN for others, and counts questions.
public final class NameServer implements AutoCloseable {
  private final DatagramSocket socket;
  private final Map<String, List<String>> names;
  private final AtomicInteger questions = new AtomicInteger();
  private volatile int window = Integer.MAX_VALUE;

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
    boolean known = names.containsKey(host);
    List<String> addresses = windowOf(names.getOrDefault(host, List.of()));
    if (known && addresses.isEmpty()) {
      return;
    }
    int count = addresses.size();
    var out = new ByteArrayOutputStream();
    out.write(question, 0, 2);
    out.writeBytes(new byte[] {(byte) 0x81, (byte) (known ? 0x80 : 0x83), 0, 1});
    out.writeBytes(new byte[] {0, (byte) count, 0, 0, 0, 0});
    out.write(question, 12, at + 5 - 12);
    for (int i = 0; i < count; i++) {
      out.writeBytes(new byte[] {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4});
      out.writeBytes(InetAddress.ofLiteral(addresses.get(i)).getAddress());
    }
    socket.send(new DatagramPacket(out.toByteArray(), out.size(), packet.getSocketAddress()));
  }

  private List<String> windowOf(List<String> all) {
    int from = questions.get() * window;
    return all.size() <= window
        ? all
        : IntStream.range(from, from + window).mapToObj(i -> all.get(i % all.size())).toList();
  }
}
