package dev.weir.wccp.diagnosis;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.codec.Piece;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.RouterView;
import dev.weir.wccp.message.Share;
import dev.weir.wccp.wire.Field;
import java.util.List;
import java.util.stream.IntStream;

/// Whether Web-Cache Identity Elements are sound (§3.5): a cache's own, and those of a router's
/// view (§3.6).
final class IdentityChecks {
  private static final int HISTORICAL_HIGH = 0x8000;
  private static final int FORM = 0x0006;
  private static final int FORM_NONE = 0x0004;
  private static final int KNOWN_FLAGS = 0x800f;

  private IdentityChecks() {}

  static void own(CacheIdentity it, int minor, Piece piece, Findings findings) {
    elements(List.of(it), minor, piece, findings);
    for (Field length : piece.named("extended length")) {
      int left = piece.end() - length.offset() - length.octets();
      if (left == Integer.parseInt(length.value()) + 4) {
        findings.unusual(
            length.offset(), "3.5", "extended length " + length.value() + " is 4 too small");
      }
    }
  }

  static void view(RouterView it, int minor, Piece piece, Findings findings) {
    int routersAt = piece.place("router");
    it.routers().forEach(router -> findings.party(router, routersAt, "3.6", "router"));
    findings.different(it.routers(), routersAt, "3.6", "router");
    piece.named("key address").stream()
        .filter(key -> it.key().isEmpty())
        .flatMap(_ -> piece.named("key change number").stream())
        .filter(number -> !number.value().equals("0"))
        .forEach(number ->
            findings.unusual(
                number.offset(),
                "3.6",
                "key change number " + number.value() + " of nobody's key"));
    elements(it.caches(), minor, piece, findings);
    findings.different(
        it.caches().stream().map(CacheIdentity::address).toList(),
        piece.place("cache address"),
        "3.6",
        "the list of caches");
    claims(it, piece, findings);
  }

  private static void elements(
      List<CacheIdentity> caches, int minor, Piece piece, Findings findings) {
    List<Field> addresses = piece.named("cache address");
    List<Field> revisions = piece.named("hash revision");
    List<Field> flags = piece.named("identity flags");
    for (int i = 0; i < caches.size(); i++) {
      findings.party(caches.get(i).address(), addresses.get(i).offset(), "3.5", "cache address");
      if (!revisions.get(i).value().equals("0")) {
        findings.unusual(
            revisions.get(i).offset(), "3.5", "hash revision is " + revisions.get(i).value());
      }
      flags(flags.get(i), minor, findings);
      sets(caches.get(i).share(), piece, findings);
    }
  }

  private static void flags(Field field, int minor, Findings findings) {
    int flags = Integer.parseInt(field.value());
    String text = "identity flags 0x%04x: ".formatted(flags);
    if ((flags & HISTORICAL_HIGH) != 0) {
      findings.unusual(
          field.offset(), "3.0.3", text + "U at 0x8000, where one old cache has it; else 0x0001");
    }
    if ((flags & ~KNOWN_FLAGS) != 0) {
      findings.unusual(field.offset(), "3.5", text + "unknown bits");
    }
    if (minor == 0 && (flags & FORM) >= FORM_NONE) {
      findings.unusual(field.offset(), "3.5", text + "a form of 2.01 in a 2.00 message");
    }
  }

  private static void sets(Share share, Piece piece, Findings findings) {
    switch (share) {
      case Share.Mask it -> MaskChecks.check(it.sets(), piece, "3.5", findings);
      case Share.AlternateMask it -> MaskChecks.check(it.sets(), piece, "3.5", findings);
      case Share.Extended(Share inner) -> sets(inner, piece, findings);
      case Share.Hash _, Share.None _, Share.WeightOnly _ -> {}
    }
  }

  /// Buckets that two caches own at once.
  private static void claims(RouterView it, Piece piece, Findings findings) {
    int[] owners = new int[256];
    it.caches().stream()
        .filter(cache -> !cache.historical())
        .map(CacheIdentity::buckets)
        .flatMapToInt(BucketSet::stream)
        .forEach(bucket -> owners[bucket]++);
    long twice = IntStream.of(owners).filter(count -> count > 1).count();
    if (twice > 0) {
      findings.wrong(
          piece.place("bucket vector"), "3.6", twice + " buckets are owned by more than one cache");
    }
  }
}
