package dev.weir.cache.rule;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Asking the origin after a stored response (RFC 9111 §4.3 Validation).
public final class Validation {
  private static final Set<String> CLIENT_CONDITIONS =
      Set.of(
          "if-none-match",
          "if-modified-since",
          "if-match",
          "if-unmodified-since",
          "if-range",
          "range");

  /// Fields of the stored response that a 304 does not change (RFC 9111 §3.2 Updating Stored Header
  /// Fields): its framing, and what the body depends on.
  private static final Set<String> KEPT =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "content-encoding",
          "content-type",
          "content-range");

  private Validation() {}

  /// The request's fields with our own condition in place of the client's (RFC 9111 §4.3.1 Sending
  /// a Validation Request): the answer decides about the stored response, not about the client's
  /// copy.
  public static Fields conditional(Fields request, ResponseHead stored) {
    Fields fields = request.without(CLIENT_CONDITIONS);
    var etag = stored.fields().first("ETag");
    if (etag.isPresent()) {
      fields = fields.with("If-None-Match", etag.get());
    }
    var modified = stored.fields().first("Last-Modified");
    if (modified.isPresent()) {
      fields = fields.with("If-Modified-Since", modified.get());
    }
    return fields;
  }

  /// Whether a 304 is about the stored response (RFC 9111 §4.3.4 Freshening Stored Responses): one
  /// with another strong validator is about something else.
  public static boolean concerns(ResponseHead notModified, ResponseHead stored) {
    var fresh = notModified.fields().first("ETag");
    var kept = stored.fields().first("ETag");
    return fresh.isEmpty() || kept.isEmpty() || EntityTag.weaklyEqual(fresh.get(), kept.get());
  }

  /// The stored head with the fields of a 304 in place of its own of the same names.
  public static ResponseHead updated(ResponseHead stored, ResponseHead notModified) {
    var named = notModified.fields().tokens("Connection");
    var replacing = new ArrayList<Fields.Field>();
    var names = new HashSet<String>();
    for (Fields.Field line : notModified.fields()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      if (!KEPT.contains(name) && !named.contains(name)) {
        replacing.add(line);
        names.add(name);
      }
    }
    // An Age belongs to the message that carried it; the age of the 304 counts from now on.
    names.add("age");
    var lines = new ArrayList<Fields.Field>();
    stored.fields().without(names).forEach(lines::add);
    lines.addAll(replacing);
    return stored.withFields(Fields.of(lines));
  }
}
