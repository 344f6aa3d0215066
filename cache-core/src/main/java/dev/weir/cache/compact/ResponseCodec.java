package dev.weir.cache.compact;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Extent;
import dev.weir.cache.rule.Freshness;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.vary.VarySelection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A stored response without its body as octets that stand for themselves, and back. What they look
/// like: [CompactHead]. They hold no checksum.
public final class ResponseCodec {
  private static final List<Freshness.Source> SOURCES = List.of(Freshness.Source.values());

  /// The source of what is fresh for as long as an operator's rule says.
  static final int BY_RULE = SOURCES.indexOf(Freshness.Source.OPERATOR);

  /// What a record says.
  ///
  /// @param response without its body
  /// @param bodyBytes how long that is
  public record Decoded(CacheKey key, StoredResponse response, long bodyBytes) {}

  private ResponseCodec() {}

  /// The record of a response.
  ///
  /// @throws IllegalArgumentException if a text in it has characters that are no octets
  public static byte[] encode(CacheKey key, StoredResponse response) {
    var to = new CompactWriter();
    Freshness freshness = response.freshness();
    to.u8(CompactHead.FORMAT).u8(flags(response));
    to.u8(response.head().status() >>> 8).u8(response.head().status());
    to.u8(SOURCES.indexOf(freshness.source()));
    to.number(freshness.lifetime().toSeconds()).number(freshness.lifetime().toNanosPart());
    to.number(freshness.ageOnArrival().toSeconds()).number(freshness.ageOnArrival().toNanosPart());
    Instant received = freshness.received();
    to.signed(received.getEpochSecond()).number(received.getNano());
    to.signed(response.tenure()).number(response.body().length());
    to.number(key.scheme().length()).number(key.authority().length()).number(key.target().length());
    to.octets(Latin.octets(key.url()));
    response.part().ifPresent(it -> to.number(it.first()).number(it.last()).number(it.total()));
    VarySelection selection = response.selection();
    if (!selection.values().isEmpty()) {
      texts(selection.values(), to);
    }
    selection.language().ifPresent(to::text);
    if (hasOwnControl(response)) {
      to.u8(response.control().targeted() ? 1 : 0);
      texts(response.control().directives(), to);
    }
    CompactLines.write(response.head().fields(), to);
    return to.finish();
  }

  private static int flags(StoredResponse response) {
    Fields fields = response.head().fields();
    VarySelection selection = response.selection();
    boolean tags =
        fields.has("Surrogate-Key") || fields.has("Cache-Tag") || fields.has("Cache-Groups");
    return (response.part().isPresent() ? CompactHead.PART : 0)
        | (selection.values().isEmpty() ? 0 : CompactHead.SELECTION)
        | (selection.language().isPresent() ? CompactHead.LANGUAGE : 0)
        | (hasOwnControl(response) ? CompactHead.CONTROL : 0)
        | (tags ? CompactHead.TAGS : 0)
        | (isPlain(response) ? CompactHead.PLAIN : 0);
  }

  private static boolean isPlain(StoredResponse response) {
    return StatusLine.isPlain(response.head().status())
        && response.part().isEmpty()
        && response.selection().values().isEmpty()
        && !response.control().hasWhole("no-cache")
        && !hasOwnControl(response);
  }

  /// Whether its directives are not those of its fields: these have lost what the origin said is
  /// for one client only.
  private static boolean hasOwnControl(StoredResponse response) {
    return !CacheControl.ofResponse(response.head().fields()).equals(response.control());
  }

  private static void texts(Map<String, String> texts, CompactWriter to) {
    to.number(texts.size());
    new TreeMap<>(texts).forEach((name, value) -> to.text(name).text(value));
  }

  /// What the octets between `from` and `to` say; empty if they are no record.
  public static Optional<Decoded> decode(byte[] octets, int from, int to) {
    var head = new CompactHead();
    if (!head.read(octets, from, to) || head.source >= SOURCES.size()) {
      return Optional.empty();
    }
    try {
      StoredResponse response = response(head, head.rest());
      boolean whole = head.rest().remaining() == 0 && head.flags == flags(response);
      return whole
          ? Optional.of(new Decoded(key(octets, head), response, head.bodyBytes))
          : Optional.empty();
    } catch (Malformed notOurs) {
      return Optional.empty();
    }
  }

  /// Of what key a record is that [#encode] has made.
  ///
  /// @throws IllegalStateException if it is none
  public static CacheKey key(byte[] record) {
    var head = new CompactHead();
    if (!head.read(record, 0, record.length)) {
      throw new IllegalStateException("a record that nobody wrote");
    }
    return key(record, head);
  }

  static CacheKey key(byte[] octets, CompactHead head) {
    int authority = head.urlFrom + head.schemeLength + 3;
    int target = authority + head.authorityLength;
    return new CacheKey(
        Latin.text(octets, head.urlFrom, head.schemeLength),
        Latin.text(octets, authority, head.authorityLength),
        Latin.text(octets, target, head.urlTo - target));
  }

  private static StoredResponse response(CompactHead head, CompactReader in) throws Malformed {
    Optional<Extent> part =
        (head.flags & CompactHead.PART) == 0 ? Optional.empty() : Optional.of(extent(in));
    Map<String, String> values = (head.flags & CompactHead.SELECTION) == 0 ? Map.of() : texts(in);
    Optional<String> language =
        (head.flags & CompactHead.LANGUAGE) == 0 ? Optional.empty() : Optional.of(in.text());
    Optional<CacheControl> control =
        (head.flags & CompactHead.CONTROL) == 0 ? Optional.empty() : Optional.of(control(in));
    Fields fields = CompactLines.read(in);
    return new StoredResponse(
        new VarySelection(values, language),
        new ResponseHead(head.status, fields),
        Body.EMPTY,
        part,
        control.orElseGet(() -> CacheControl.ofResponse(fields)),
        new Freshness(
            SOURCES.get(head.source),
            Duration.ofSeconds(head.lifetimeSeconds, head.lifetimeNanos),
            Duration.ofSeconds(head.ageSeconds, head.ageNanos),
            Instant.ofEpochSecond(head.receivedSeconds, head.receivedNanos)),
        head.tenure);
  }

  private static Extent extent(CompactReader in) throws Malformed {
    long first = in.number(Long.MAX_VALUE);
    long last = in.number(Long.MAX_VALUE);
    long total = in.number(Long.MAX_VALUE);
    if (last < first || total <= last) {
      throw new Malformed();
    }
    return new Extent(first, last, total);
  }

  private static CacheControl control(CompactReader in) throws Malformed {
    boolean targeted = in.number(1) == 1;
    return new CacheControl(texts(in), targeted);
  }

  private static Map<String, String> texts(CompactReader in) throws Malformed {
    long count = in.number(in.remaining());
    var texts = new HashMap<String, String>();
    for (long i = 0; i < count; i++) {
      texts.put(in.text(), in.text());
    }
    return texts;
  }
}
