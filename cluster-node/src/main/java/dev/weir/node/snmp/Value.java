package dev.weir.node.snmp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A value of the table, in one of the syntaxes of RFC 2578 §7.1 that the MIB uses.
public sealed interface Value {

  /// INTEGER.
  record Whole(int value) implements Value {
    /// TruthValue (RFC 2579): 1 is true, 2 is false.
    static Whole truth(boolean value) {
      return new Whole(value ? 1 : 2);
    }
  }

  /// Gauge32 or Unsigned32: stays at its largest value when there is more.
  record Gauge(long value) implements Value {
    private static final long MAX = 0xffff_ffffL;

    /// Keeps it in 0 to 2^32 − 1.
    public Gauge {
      value = Math.clamp(value, 0, MAX);
    }
  }

  /// Counter64, or a gauge of 64 bits (RFC 2856).
  record Count(long value) implements Value {}

  /// TimeTicks: hundredths of a second, which begin anew after 497 days.
  record Ticks(Duration value) implements Value {
    /// The hundredths.
    public long hundredths() {
      return value.toMillis() / 10 & 0xffff_ffffL;
    }
  }

  /// DisplayString: at most 255 characters of ASCII; others are shown as `?`.
  record Text(String value) implements Value {
    private static final int CHARS_MAX = 255;

    /// Cuts off what is beyond.
    public Text {
      value = value.length() <= CHARS_MAX ? value : value.substring(0, CHARS_MAX);
    }

    /// As they are sent.
    public byte[] octets() {
      return value.getBytes(StandardCharsets.US_ASCII);
    }
  }

  /// OBJECT IDENTIFIER.
  record Name(Oid value) implements Value {}
}
