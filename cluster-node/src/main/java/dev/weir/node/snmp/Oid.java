package dev.weir.node.snmp;

import java.util.Arrays;
import java.util.stream.Collectors;

/// An object identifier (RFC 2578 §3.5): numbers of 32 bits without sign, in the order of the tree.
///
/// A class, not a record: a record over an array compares by identity.
public final class Oid implements Comparable<Oid> {
  private final int[] arcs;

  private Oid(int[] arcs) {
    this.arcs = arcs;
  }

  /// The name of these numbers.
  public static Oid of(int... arcs) {
    return new Oid(arcs.clone());
  }

  /// The name below this one that goes on with these numbers.
  public Oid below(int... further) {
    int[] all = Arrays.copyOf(arcs, arcs.length + further.length);
    System.arraycopy(further, 0, all, arcs.length, further.length);
    return new Oid(all);
  }

  /// The only instance of an object that is in no table.
  public Oid scalar() {
    return below(0);
  }

  /// The numbers.
  public int[] arcs() {
    return arcs.clone();
  }

  @Override
  public int compareTo(Oid other) {
    return Arrays.compareUnsigned(arcs, other.arcs);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Oid oid && Arrays.equals(arcs, oid.arcs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(arcs);
  }

  @Override
  public String toString() {
    return Arrays.stream(arcs).mapToObj(Integer::toUnsignedString).collect(Collectors.joining("."));
  }
}
