package dev.weir.node.proxy.icap;

import dev.weir.cache.message.Fields;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;

/// What a service says of itself (RFC 3507 §4.10).
///
/// @param preview octets of a body that it wants to see first; empty: it wants no preview
/// @param allows204 whether it may say outside a preview that nothing is changed
/// @param tag its state (RFC 3507 §4.7 ISTag); a new one: it is to be asked anew
/// @param validFor how long this holds
record IcapOptions(OptionalInt preview, boolean allows204, String tag, Duration validFor) {
  private static final Duration VALID_LEAST = Duration.ofSeconds(10);
  private static final Duration VALID_MOST = Duration.ofHours(1);

  /// Those of the fields of its answer.
  static IcapOptions of(Fields fields, int previewMax) {
    return new IcapOptions(
        number(fields, "Preview").stream().map(it -> Math.min(it, previewMax)).findFirst(),
        fields.tokens("Allow").contains("204"),
        fields.first("ISTag").orElse(""),
        validFor(number(fields, "Options-TTL")));
  }

  private static Duration validFor(OptionalInt seconds) {
    Duration said = seconds.isPresent() ? Duration.ofSeconds(seconds.getAsInt()) : VALID_MOST;
    return said.compareTo(VALID_LEAST) < 0
        ? VALID_LEAST
        : said.compareTo(VALID_MOST) > 0 ? VALID_MOST : said;
  }

  private static OptionalInt number(Fields fields, String name) {
    String value = fields.first(name).orElse("").toLowerCase(Locale.ROOT);
    return value.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(value))
        : OptionalInt.empty();
  }
}
