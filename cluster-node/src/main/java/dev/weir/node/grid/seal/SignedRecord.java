package dev.weir.node.grid.seal;

import java.net.Inet4Address;
import java.util.Arrays;

/// A value under a key that a node of this cluster has signed, with the octets that prove it.
///
/// A class, not a record: octets compare by content, and are not given away.
public final class SignedRecord {
  /// What is signed beside the value.
  ///
  /// @param signer the node that signed
  /// @param number of two records under one key the greater one holds
  /// @param untilSecond when it ends, in seconds since 1970; 0 is never
  /// @param withdrawn whether it says that its key has no value any more
  public record Terms(Inet4Address signer, long number, long untilSecond, boolean withdrawn) {
    /// Refuses negative numbers and times.
    public Terms {
      if (number < 0 || untilSecond < 0) {
        throw new IllegalArgumentException(number + ", until " + untilSecond);
      }
    }
  }

  private final String key;
  private final Terms terms;
  private final byte[] content;
  private final byte[] octets;

  SignedRecord(String key, Terms terms, byte[] content, byte[] octets) {
    this.key = key;
    this.terms = terms;
    this.content = content;
    this.octets = octets;
  }

  /// What the value is found by.
  public String key() {
    return key;
  }

  /// What is signed beside the value.
  public Terms terms() {
    return terms;
  }

  /// The value.
  public byte[] content() {
    return content.clone();
  }

  /// The whole record with its signature.
  public byte[] octets() {
    return octets.clone();
  }

  /// Whether these are the octets of this record.
  public boolean is(byte[] others) {
    return Arrays.equals(octets, others);
  }

  /// Whether its time is over.
  public boolean isOver(long nowSecond) {
    return terms.untilSecond() != 0 && terms.untilSecond() <= nowSecond;
  }

  /// Whether this one holds where both are known. Of two with one number, which only two nodes at
  /// odds can sign, every node takes the same.
  boolean isAfter(SignedRecord other) {
    return terms.number() != other.terms.number()
        ? terms.number() > other.terms.number()
        : Arrays.compareUnsigned(octets, other.octets) > 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedRecord record && key.equals(record.key) && is(record.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return key + " " + terms;
  }
}
