package dev.weir.cache.rule;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;

/// One whole response as it is kept.
///
/// @param selection the request fields it was chosen by
/// @param control its Cache-Control, read once
public record StoredResponse(
    VarySelection selection,
    ResponseHead head,
    Body body,
    CacheControl control,
    Freshness freshness) {

  /// What one response costs beside its octets: objects, references, table entry (estimated).
  public static final int OVERHEAD_BYTES = 512;

  /// A response that came for a request and is complete.
  public static StoredResponse of(
      RequestHead request, ResponseHead head, Body body, Arrival arrival) {
    return new StoredResponse(
        VarySelection.of(request.fields(), head.fields()),
        head,
        body,
        CacheControl.of(head.fields()),
        Freshness.of(request, head, arrival));
  }

  /// This response after the origin said 304 to our validation of it.
  public StoredResponse refreshed(RequestHead request, ResponseHead notModified, Arrival arrival) {
    return of(request, Validation.updated(head, notModified), body, arrival);
  }

  /// What it costs in memory, about: head, body and [#OVERHEAD_BYTES].
  public long weightBytes() {
    return body.length() + (long) head.fields().octets() + selection.octets() + OVERHEAD_BYTES;
  }
}
