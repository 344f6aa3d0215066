package dev.weir.node.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/// An answer whose head and first octets come at once, and the rest when the test says so.
final class GatedAnswer implements OriginRecorder.Answer {
  private final String head;
  private final int first;
  private final int length;
  private final boolean breaksOff;
  final CountDownLatch begun = new CountDownLatch(1);
  final CountDownLatch gate = new CountDownLatch(1);
  final CountDownLatch over = new CountDownLatch(1);

  private GatedAnswer(String head, int first, int length, boolean breaksOff) {
    this.head = head;
    this.first = first;
    this.length = length;
    this.breaksOff = breaksOff;
  }

  /// A 200 of `length` octets, of which `first` come at once.
  static GatedAnswer of(int first, int length, String... lines) {
    return new GatedAnswer(ok("Content-Length: " + length, lines), first, length, false);
  }

  /// One that ends after `first` octets when the gate opens.
  static GatedAnswer breakingOff(int first, int length, String... lines) {
    return new GatedAnswer(ok("Content-Length: " + length, lines), first, length, true);
  }

  /// One that does not say how long it is: it ends with the connection.
  static GatedAnswer unbounded(int first, int length, String... lines) {
    return new GatedAnswer(ok("Connection: close", lines), first, length, false);
  }

  private static String ok(String framing, String... lines) {
    return "HTTP/1.1 200 OK\r\n" + framing + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
  }

  @Override
  public void to(OriginRecorder.Asked asked, OutputStream out) throws IOException {
    try {
      out.write(OriginRecorder.latin1(head));
      write(out, 0, first);
      begun.countDown();
      await(gate);
      if (!breaksOff) {
        write(out, first, length);
      }
      if (breaksOff || head.contains("Connection: close")) {
        throw new OriginRecorder.Hangup();
      }
    } finally {
      over.countDown();
    }
  }

  /// The octet at a position: none is like its neighbours, nor like that of the next chunk.
  static byte octet(long position) {
    return (byte) (position * 31 + position / 65_536);
  }

  /// Whether these are the octets from a position on.
  static boolean isAt(long position, byte[] octets, int count) {
    for (int i = 0; i < count; i++) {
      if (octets[i] != octet(position + i)) {
        return false;
      }
    }
    return true;
  }

  private static void write(OutputStream out, int from, int to) throws IOException {
    byte[] piece = new byte[100_000];
    for (int at = from; at < to; at += piece.length) {
      int count = Math.min(piece.length, to - at);
      for (int i = 0; i < count; i++) {
        piece[i] = octet(at + i);
      }
      out.write(piece, 0, count);
    }
    out.flush();
  }

  static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }
}
