package dev.weir.wccp.diagnosis;

import dev.weir.wccp.codec.Dissection;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.wire.Field;

/// Whether a WCCP1 message has what equipment sends (§2).
final class Version1Checks {
  private static final String U_OF_DRAFT = Long.toString(0x8000_0000L);

  private Version1Checks() {}

  static void check(Version1 message, Dissection dissection, Findings findings) {
    for (Field field : dissection.head()) {
      switch (field.name()) {
        case "protocol version" -> version(field, findings);
        case "hash revision" -> {
          if (!field.value().equals("0")) {
            findings.unusual(field.offset(), "2", "hash revision is " + field.value());
          }
        }
        case "flags" -> flags(field, findings);
        default -> {}
      }
    }
    switch (message) {
      case Version1.ISeeYou it ->
          it.caches()
              .forEach(
                  entry -> findings.party(entry.cache(), place(dissection, "cache"), "2", "cache"));
      case Version1.AssignBuckets it ->
          it.assignment()
              .caches()
              .forEach(cache -> findings.party(cache, place(dissection, "cache"), "2", "cache"));
      case Version1.HereIAm _ -> {}
    }
  }

  private static void version(Field field, Findings findings) {
    if (!field.value().equals(Integer.toString(Version1.VERSION))) {
      findings.unusual(
          field.offset(), "2", "protocol version is " + field.value() + ", usual is 4");
    }
  }

  private static void flags(Field field, Findings findings) {
    if (!field.value().equals("0") && !field.value().equals(U_OF_DRAFT)) {
      findings.unusual(
          field.offset(),
          "2.4",
          "flags 0x%08x: U is 0x80000000 in the draft".formatted(Long.parseLong(field.value())));
    }
  }

  private static int place(Dissection dissection, String name) {
    return dissection.head().stream()
        .filter(field -> field.name().equals(name))
        .mapToInt(Field::offset)
        .findFirst()
        .orElse(0);
  }
}
