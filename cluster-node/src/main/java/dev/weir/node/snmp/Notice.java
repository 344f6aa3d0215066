package dev.weir.node.snmp;

import java.util.SortedMap;

/// A notification: what happened, and the instances that tell about it.
public record Notice(Oid what, SortedMap<Oid, Value> about) {}
