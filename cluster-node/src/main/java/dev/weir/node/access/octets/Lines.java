package dev.weir.node.access.octets;

/// Lines on their way to the file, as octets. Confined to one thread.
public final class Lines {
  /// The longest line, if every octet of a record were escaped, and room for the rest.
  public static final int LINE_OCTETS_MAX = 6 * Layout.OCTETS_MAX + 1024;

  private static final int OCTETS = 4 * LINE_OCTETS_MAX;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final byte[] octets = new byte[OCTETS];
  private int length;

  public byte[] octets() {
    return octets;
  }

  public int length() {
    return length;
  }

  public boolean hasRoom() {
    return length + LINE_OCTETS_MAX <= OCTETS;
  }

  public void clear() {
    length = 0;
  }

  public Lines octet(int octet) {
    octets[length++] = (byte) octet;
    return this;
  }

  /// ASCII of our own.
  @SuppressWarnings("deprecation") // the one way that copies such characters at once
  public Lines ascii(String text) {
    text.getBytes(0, text.length(), octets, length);
    length += text.length();
    return this;
  }

  /// A number that is not negative, with zeros in front up to `digits`.
  public Lines number(long number, int digits) {
    int count = Math.max(digits, digits(number));
    long rest = number;
    for (int at = length + count - 1; at >= length; at--) {
      octets[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
    return this;
  }

  /// A number; 0 for a negative one.
  public Lines number(long number) {
    return number(Math.max(0, number), 1);
  }

  /// The same with blanks in front up to `width`.
  public Lines padded(long number, int width) {
    for (int i = digits(Math.max(0, number)); i < width; i++) {
      octet(' ');
    }
    return number(number);
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /// An octet as two hexadecimal digits.
  public Lines hex(int octet) {
    return octet(HEX[octet >>> 4 & 15]).octet(HEX[octet & 15]);
  }

  public Lines hex(long number) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      hex((int) (number >>> shift) & 0xff);
    }
    return this;
  }

  /// An IPv4 address; `-` for none.
  public Lines address(int address) {
    return address == 0
        ? octet('-')
        : number(address >>> 24)
            .octet('.')
            .number(address >>> 16 & 0xff)
            .octet('.')
            .number(address >>> 8 & 0xff)
            .octet('.')
            .number(address & 0xff);
  }

  /// Octets of a text: plain ones as they are, the others as two digits behind `escape`, which is
  /// `%` in a URL and `\x` between quotes.
  public Lines escaped(byte[] from, int start, int end, String escape, Plain plain) {
    int at = start;
    while (at < end) {
      int other = plain.firstOther(from, at, end);
      System.arraycopy(from, at, octets, length, other - at);
      length += other - at;
      if (other < end) {
        ascii(escape).hex(from[other] & 0xff);
      }
      at = other + 1;
    }
    return this;
  }
}
