package dev.weir.cli.terminal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A bar that grows while a file is read, beside what is printed; on a terminal alone.
public final class Progress extends FilterInputStream {
  private static final int WIDTH = 40;

  private final Terminal terminal;
  private final long whole;
  private long done;
  private int shown = -1;

  private Progress(Terminal terminal, InputStream in, long whole) {
    super(in);
    this.terminal = terminal;
    this.whole = whole;
  }

  /// A stream of so many octets with a bar; without a terminal the stream itself.
  public static InputStream of(Terminal terminal, InputStream in, long whole) {
    return Tty.isTerminal() && whole > 0 ? new Progress(terminal, in, whole) : in;
  }

  /// The bar for a part of the whole, such as `[####----] 50 %`.
  static String bar(long done, long whole) {
    int filled = Math.clamp(done * WIDTH / whole, 0, WIDTH);
    return "[%s%s] %3d %%"
        .formatted(
            "#".repeat(filled), "-".repeat(WIDTH - filled), Math.clamp(done * 100 / whole, 0, 100));
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    advance(octet < 0 ? 0 : 1);
    return octet;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = super.read(into, from, length);
    advance(Math.max(0, count));
    return count;
  }

  private void advance(int count) {
    done += count;
    int percent = Math.toIntExact(done * 100 / whole);
    if (percent != shown) {
      shown = percent;
      terminal.sayOver(bar(done, whole));
    }
  }

  @Override
  public void close() throws IOException {
    terminal.sayOver("");
    super.close();
  }
}
