package dev.weir.node.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Sound texts with one to four things changed, endlessly and reproducibly.
public final class TextMutations {
  private static final List<String> NOTABLE =
      List.of(" ", "\n", "\r\n", "\r\n\r\n", "\0", ":", "/", "0", "-1", "99999999999", "\u00e9");

  private final SplittableRandom random;
  private final List<byte[]> seeds;

  /// Mutations of these texts; the same number gives the same sequence.
  public TextMutations(long number, String... seeds) {
    this.random = new SplittableRandom(number);
    this.seeds = Stream.of(seeds).map(text -> text.getBytes(ISO_8859_1)).toList();
  }

  /// The next one.
  public byte[] next() {
    byte[] text = any(seeds);
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      text = edit(text);
    }
    return text;
  }

  private byte[] edit(byte[] text) {
    int from = random.nextInt(text.length + 1);
    int to = Math.min(text.length, from + random.nextInt(8));
    byte[] other = any(seeds);
    int start = random.nextInt(other.length);
    return switch (random.nextInt(5)) {
      case 0 -> spliced(text, from, to, new byte[0]);
      case 1 -> spliced(text, from, from, any(NOTABLE).getBytes(ISO_8859_1));
      case 2 -> spliced(text, from, to, new byte[] {(byte) random.nextInt()});
      case 3 -> spliced(text, from, to, Arrays.copyOfRange(text, from, to));
      default -> spliced(text, from, text.length, Arrays.copyOfRange(other, start, other.length));
    };
  }

  /// The text with another piece in place of a span.
  private static byte[] spliced(byte[] text, int from, int to, byte[] piece) {
    byte[] made = new byte[from + piece.length + text.length - to];
    System.arraycopy(text, 0, made, 0, from);
    System.arraycopy(piece, 0, made, from, piece.length);
    System.arraycopy(text, to, made, from + piece.length, text.length - to);
    return made;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
