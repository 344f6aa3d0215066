package dev.weir.gre.probe;

import dev.weir.gre.TcpHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The client's side of one request over TCP: a SYN, the request with the handshake's ACK, and an
/// RST once the beginning of the answer is there (RFC 9293, Transmission Control Protocol, §3.5).
///
/// ```
///            SYN-ACK / request           "HTTP/1.1 200" / RST
///   CALLING ───────────────────▶ ASKING ──────────────────────▶ OVER
/// ```
///
/// Nothing is repeated: what is lost on one host is missed, and the caller has a time limit. The
/// packets have a time to live of 1: they reach this host or nobody.
///
/// No device, thread or clock. Not safe for use by several threads.
public final class TcpExchange {
  /// Octets of the longest packet that is written.
  public static final int PACKET_OCTETS_MAX = 512;

  private static final int IP_OCTETS = 20;
  private static final int TCP_OCTETS = 20;
  private static final int PROTOCOL_TCP = 6;
  private static final int WINDOW = 8192;

  /// Between whom: addresses as in [dev.weir.gre.Ipv4Octets], ports 1–65535.
  public record Flow(int client, int clientPort, int origin, int originPort) {}

  /// What is asked, and how the answer has to begin. An empty request asks for no more than the
  /// connection.
  public record Question(String request, String expected) {
    /// A request that is answered with this status.
    public static Question of(String request, int status) {
      return new Question(request, "HTTP/1.1 " + status + " ");
    }

    /// Whether the connection is enough.
    boolean connectionOnly() {
      return request.isEmpty();
    }
  }

  /// What a packet meant.
  public enum Outcome {
    /// It does not belong to this exchange, or says nothing new.
    IGNORED,
    /// The buffer holds a packet that is to be sent; the answer is still to come.
    REPLY,
    /// The answer has begun as it should; the buffer holds the RST that ends the connection.
    ANSWERED,
    /// The other side refused the connection, or answered something else.
    REFUSED
  }

  private enum State {
    CALLING,
    ASKING,
    OVER
  }

  private final Flow flow;
  private final int sequence;
  private final byte[] request;
  private final Question question;
  private final StringBuilder answer = new StringBuilder();
  private State state = State.CALLING;
  private int expected;

  /// An exchange that begins with this sequence number.
  ///
  /// @throws IllegalArgumentException when the request does not fit into one packet
  public TcpExchange(Flow flow, int sequence, Question question) {
    this.flow = flow;
    this.sequence = sequence;
    this.question = question;
    this.request = question.request.getBytes(StandardCharsets.US_ASCII);
    if (this.request.length > PACKET_OCTETS_MAX - IP_OCTETS - TCP_OCTETS) {
      throw new IllegalArgumentException("a request of " + this.request.length + " octets");
    }
  }

  /// Whether the connection stands and the answer is still to come.
  public boolean connected() {
    return state == State.ASKING;
  }

  /// Writes the first packet from offset 0 on; the buffer's limit is its end.
  public void call(ByteBuffer out) {
    write(out, TcpHeader.SYN, sequence, 0, 0);
  }

  /// Takes in a packet that may be any; what is to be sent is written into `out`.
  ///
  /// @param packet octets from `at` on, at least `octets` of them
  public Outcome on(ByteBuffer packet, int at, int octets, ByteBuffer out) {
    int tcp = at + (packet.get(at) & 0x0F) * 4;
    if (state == State.OVER || !isOurs(packet, at, octets)) {
      return Outcome.IGNORED;
    }
    int flags = packet.get(tcp + 13);
    int acknowledged = packet.getInt(tcp + 8);
    if ((flags & TcpHeader.RST) != 0) {
      return end(Outcome.REFUSED);
    }
    if ((flags & TcpHeader.SYN) != 0) {
      if ((flags & TcpHeader.ACK) == 0 || acknowledged != sequence + 1) {
        return Outcome.IGNORED;
      }
      state = State.ASKING;
      expected = packet.getInt(tcp + 4) + 1;
      if (question.connectionOnly()) {
        write(out, TcpHeader.RST | TcpHeader.ACK, sequence + 1, expected, 0);
        return end(Outcome.ANSWERED);
      }
      write(out, TcpHeader.ACK | TcpHeader.PSH, sequence + 1, expected, request.length);
      return Outcome.REPLY;
    }
    return state == State.ASKING && packet.getInt(tcp + 4) == expected
        ? read(packet, tcp, at + length(packet, at), flags, out)
        : Outcome.IGNORED;
  }

  /// Writes the RST that ends a connection which is not answered.
  ///
  /// @throws IllegalStateException when there is no connection
  public void giveUp(ByteBuffer out) {
    if (state != State.ASKING) {
      throw new IllegalStateException("no connection to end: " + state);
    }
    write(out, TcpHeader.RST | TcpHeader.ACK, sequence + 1 + request.length, expected, 0);
    end(Outcome.REFUSED);
  }

  private Outcome read(ByteBuffer packet, int tcp, int end, int flags, ByteBuffer out) {
    int from = tcp + ((packet.get(tcp + 12) >>> 4) & 0x0F) * 4;
    for (int i = from; i < end && answer.length() < question.expected.length(); i++) {
      answer.append((char) Byte.toUnsignedInt(packet.get(i)));
    }
    expected += Math.max(0, end - from);
    if (!question.expected.startsWith(answer.toString())) {
      return end(Outcome.REFUSED);
    }
    if (answer.length() < question.expected.length()) {
      return (flags & TcpHeader.FIN) != 0 ? end(Outcome.REFUSED) : Outcome.IGNORED;
    }
    write(out, TcpHeader.RST | TcpHeader.ACK, sequence + 1 + request.length, expected, 0);
    return end(Outcome.ANSWERED);
  }

  private Outcome end(Outcome outcome) {
    state = State.OVER;
    return outcome;
  }

  /// A whole, unfragmented TCP packet from the origin to the client of this exchange.
  private boolean isOurs(ByteBuffer packet, int at, int octets) {
    int header = (packet.get(at) & 0x0F) * 4;
    int total = octets < IP_OCTETS ? 0 : length(packet, at);
    int tcp = at + header;
    return header >= IP_OCTETS
        && total <= octets
        && total >= header + TCP_OCTETS
        && packet.get(at) >>> 4 == 4
        && packet.get(at + 9) == PROTOCOL_TCP
        && (packet.getShort(at + 6) & 0x3FFF) == 0
        && packet.getInt(at + 12) == flow.origin
        && packet.getInt(at + 16) == flow.client
        && Short.toUnsignedInt(packet.getShort(tcp)) == flow.originPort
        && Short.toUnsignedInt(packet.getShort(tcp + 2)) == flow.clientPort;
  }

  private static int length(ByteBuffer packet, int at) {
    return Short.toUnsignedInt(packet.getShort(at + 2));
  }

  private void write(ByteBuffer out, int flags, int number, int acknowledged, int body) {
    int total = IP_OCTETS + TCP_OCTETS + body;
    out.clear();
    out.put((byte) 0x45).put((byte) 0).putShort((short) total).putInt(0);
    out.put((byte) 1).put((byte) PROTOCOL_TCP).putShort((short) 0);
    out.putInt(flow.client).putInt(flow.origin);
    out.putShort((short) flow.clientPort).putShort((short) flow.originPort);
    out.putInt(number).putInt(acknowledged);
    out.put((byte) ((TCP_OCTETS / 4) << 4)).put((byte) flags).putShort((short) WINDOW).putInt(0);
    out.put(request, 0, body).flip();
    out.putShort(10, (short) ~folded(sum(out, 0, IP_OCTETS)));
    int pseudo = PROTOCOL_TCP + TCP_OCTETS + body + sum(out, 12, IP_OCTETS);
    out.putShort(36, (short) ~folded(pseudo + sum(out, IP_OCTETS, total)));
  }

  /// RFC 1071, Computing the Internet Checksum: an odd last octet counts as if a zero followed.
  private static int sum(ByteBuffer packet, int from, int end) {
    int sum = 0;
    for (int i = from; i < end; i++) {
      int octet = Byte.toUnsignedInt(packet.get(i));
      sum += (i - from) % 2 == 0 ? octet << 8 : octet;
    }
    return sum;
  }

  private static int folded(int sum) {
    int once = (sum & 0xFFFF) + (sum >>> 16);
    return (once & 0xFFFF) + (once >>> 16);
  }
}
