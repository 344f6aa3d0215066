package dev.weir.lab.program;

import dev.weir.wccp.assignment.Assignment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Who owns each slot of a table, by address: a bucket, or a value of a mask. Empty text stands for
/// a slot that nobody owns.
///
/// @param owners as many addresses as there are slots; by hash 256
public record Buckets(List<String> owners) {
  /// How many there are by hash.
  public static final int COUNT = 256;

  /// Nobody owns anything.
  public static final Buckets NONE = new Buckets(Collections.nCopies(COUNT, ""));

  /// Copies the owners.
  public Buckets {
    owners = List.copyOf(owners);
  }

  /// Reads an array of addresses and nulls; anything else, and an empty one, is [#NONE].
  public static Buckets of(JsonNode table) {
    if (table.isEmpty() || !table.isArray()) {
      return NONE;
    }
    var owners = new ArrayList<String>(table.size());
    for (JsonNode owner : table) {
      owners.add(owner.asString(""));
    }
    return new Buckets(owners);
  }

  /// The table of a message.
  public static Buckets of(Assignment assignment) {
    return new Buckets(
        assignment.owners().stream()
            .map(owner -> owner.map(InetAddress::getHostAddress).orElse(""))
            .toList());
  }

  /// How many slots there are.
  public int size() {
    return owners.size();
  }

  /// Who owns a bucket; nobody owns one that is not in the table, as before any table is there.
  public String owner(int bucket) {
    return bucket < owners.size() ? owners.get(bucket) : "";
  }

  /// How many buckets the address owns.
  public int share(String address) {
    return Collections.frequency(owners, address);
  }

  /// How many buckets somebody owns.
  public int assigned() {
    return size() - share("");
  }

  /// The buckets that had another owner before.
  public List<Integer> movedSince(Buckets before) {
    return IntStream.range(0, size())
        .filter(bucket -> !owner(bucket).equals(before.owner(bucket)))
        .boxed()
        .toList();
  }
}
