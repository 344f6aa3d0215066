package dev.weir.cache.rule;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;

/// One whole response as it is kept.
///
/// @param selection the request fields it was chosen by
/// @param control its Cache-Control, read once
/// @param tenure under which uninterrupted ownership of its key it was stored; 0: nobody counts
public record StoredResponse(
    VarySelection selection,
    ResponseHead head,
    Body body,
    CacheControl control,
    Freshness freshness,
    long tenure) {

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
        Freshness.of(request, head, arrival),
        0);
  }

  /// This response as one that is stored under a tenure.
  public StoredResponse stamped(long present) {
    return new StoredResponse(selection, head, body, control, freshness, present);
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
