package dev.weir.lab.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Who owns each of the 256 buckets, by address; empty text for a bucket nobody owns.
///
/// @param owners 256 addresses
public record Buckets(List<String> owners) {
  /// How many there are.
  public static final int COUNT = 256;

  /// Nobody owns anything.
  public static final Buckets NONE = new Buckets(Collections.nCopies(COUNT, ""));

  /// Copies the owners, which have to be 256.
  public Buckets {
    owners = List.copyOf(owners);
    if (owners.size() != COUNT) {
      throw new IllegalArgumentException(owners.size() + " owners");
    }
  }

  /// Reads an array of addresses and nulls; anything else is [#NONE].
  public static Buckets of(JsonNode table) {
    if (!table.isArray() || table.size() != COUNT) {
      return NONE;
    }
    var owners = new ArrayList<String>(COUNT);
    for (JsonNode owner : table) {
      owners.add(owner.asString(""));
    }
    return new Buckets(owners);
  }

  /// Who owns a bucket.
  public String owner(int bucket) {
    return owners.get(bucket);
  }

  /// How many buckets the address owns.
  public int share(String address) {
    return Collections.frequency(owners, address);
  }

  /// How many buckets somebody owns.
  public int assigned() {
    return COUNT - share("");
  }

  /// The buckets that had another owner before.
  public List<Integer> movedSince(Buckets before) {
    return IntStream.range(0, COUNT)
        .filter(bucket -> !owner(bucket).equals(before.owner(bucket)))
        .boxed()
        .toList();
  }
}
