package dev.weir.lab.net;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A host of the lab's web with four addresses, all of which are answered always.
///
/// @param host the name, such as `wide-1.test`
/// @param addresses each in another quarter of the buckets
public record WideName(String host, List<String> addresses) {
  private static final int COUNT = 4;
  private static final int FIRST = 50;

  /// The names there are.
  public static final List<WideName> ALL =
      IntStream.rangeClosed(1, COUNT).mapToObj(WideName::numbered).toList();

  /// Copies the addresses.
  public WideName {
    addresses = List.copyOf(addresses);
  }

  private static WideName numbered(int number) {
    var addresses = new ArrayList<String>();
    for (int i = 0; i < COUNT; i++) {
      int quarter = (i + number) % COUNT;
      addresses.add("203.0.113." + (64 * quarter + FIRST + number));
    }
    return new WideName("wide-" + number + ".test", addresses);
  }
}
