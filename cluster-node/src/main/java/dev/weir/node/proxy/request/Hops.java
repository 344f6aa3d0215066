package dev.weir.node.proxy.request;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// How many hops further an OPTIONS or TRACE may go (RFC 9110 §7.6.2 Max-Forwards). Pure.
public final class Hops {
  private static final String NAME = "Max-Forwards";
  private static final Set<String> METHODS = Set.of("OPTIONS", "TRACE");
  private static final int DIGITS_MAX = 4;

  private Hops() {}

  /// Whether it ends here.
  static boolean areOver(RequestHead head) {
    OptionalInt left = left(head);
    return left.isPresent() && left.getAsInt() == 0;
  }

  /// The fields for the next hop.
  public static Fields counted(RequestHead head, Fields fields) {
    OptionalInt left = left(head);
    return left.isPresent()
        ? fields.with(NAME, Integer.toString(Math.max(0, left.getAsInt() - 1)))
        : fields;
  }

  /// Empty where it is not limited; a number that is none limits to nothing.
  private static OptionalInt left(RequestHead head) {
    if (!METHODS.contains(head.method())) {
      return OptionalInt.empty();
    }
    List<String> values = head.fields().all(NAME);
    if (values.isEmpty()) {
      return OptionalInt.empty();
    }
    String value = values.getFirst();
    boolean read =
        values.size() == 1
            && !value.isEmpty()
            && value.length() <= DIGITS_MAX
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return OptionalInt.of(read ? Integer.parseInt(value) : 0);
  }
}
