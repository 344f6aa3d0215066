package dev.weir.node.snmp;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What there is to read at one moment: each instance by its name, in the order of the tree.
public final class MibTable {
  private final NavigableMap<Oid, Value> values;

  /// A table of these.
  public MibTable(SortedMap<Oid, Value> values) {
    this.values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
  }

  /// The instance of that name.
  public Optional<Value> at(Oid name) {
    return Optional.ofNullable(values.get(name));
  }

  /// The first instance after a name, or also at it.
  public Optional<Map.Entry<Oid, Value>> next(Oid name, boolean alsoAt) {
    return Optional.ofNullable(alsoAt ? values.ceilingEntry(name) : values.higherEntry(name));
  }

  /// All of them.
  public NavigableMap<Oid, Value> values() {
    return values;
  }
}
