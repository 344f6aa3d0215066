package dev.weir.cache.rule;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.vary.VarySelection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// One response as it is kept, whole or a part of one.
///
/// @param part what the body has of the whole; empty when it is the whole
/// @param selection the request fields it was chosen by
/// @param control its Cache-Control, read once
/// @param tenure under which uninterrupted ownership of its key it was stored; 0: nobody counts
public record StoredResponse(
    VarySelection selection,
    ResponseHead head,
    Body body,
    Optional<Extent> part,
    CacheControl control,
    Freshness freshness,
    long tenure) {

  /// What one response costs beside its octets: objects, references, table entry (estimated).
  public static final int OVERHEAD_BYTES = 512;

  /// A response that came for a request and is complete.
  public static StoredResponse of(
      RequestHead request, ResponseHead head, Body body, Arrival arrival) {
    CacheControl control = CacheControl.ofResponse(head.fields());
    return new StoredResponse(
        VarySelection.of(request.fields(), head.fields()),
        withoutNamed(head, control),
        body,
        head.status() == 206
            ? Extent.claimed(head.fields()).flatMap(claimed -> claimed.filledBy(body.length()))
            : Optional.empty(),
        control,
        Freshness.of(request, head, arrival),
        0);
  }

  /// Fields that `private` or `no-cache` names are for one client only (RFC 9111 §5.2.2.4 and
  /// §5.2.2.7), so they are not kept.
  private static ResponseHead withoutNamed(ResponseHead head, CacheControl control) {
    var named = new HashSet<>(control.fieldsOf("private"));
    named.addAll(control.fieldsOf("no-cache"));
    return named.isEmpty() ? head : head.withFields(head.fields().without(named));
  }

  /// Whether it was stored under this tenure; 0: nobody counts.
  boolean isOf(long present) {
    return present == 0 || tenure == present;
  }

  /// This response as one that is stored under a tenure.
  public StoredResponse stamped(long present) {
    return new StoredResponse(selection, head, body, part, control, freshness, present);
  }

  /// This response with another body.
  public StoredResponse withBody(Body other) {
    return new StoredResponse(selection, head, other, part, control, freshness, tenure);
  }

  /// How long the whole is.
  public long length() {
    return part.map(Extent::total).orElse(body.length());
  }

  /// Whether it is what it says: a part has its place in the whole.
  public boolean isSound() {
    return head.status() != 206 || part.isPresent();
  }

  /// What is stored once a newer part has come: both together where they are surely of the same
  /// whole, by a strong validator (RFC 9111 §3.4 Combining Partial Content), and no longer than
  /// `bytesMax`; else the newer one.
  public StoredResponse with(StoredResponse newer, long bytesMax) {
    boolean same =
        newer.part.isPresent()
            && newer
                .head
                .fields()
                .first("ETag")
                .filter(tag -> EntityTag.stronglyEqual(tag, head.fields().first("ETag").orElse("")))
                .isPresent();
    if (!same) {
      return newer;
    }
    if (part.isEmpty()) {
      return body.length() == newer.length() ? newer.as(this.body, this.head.status()) : newer;
    }
    return part.get()
        .joined(newer.part.get())
        .filter(both -> both.length() <= bytesMax)
        .map(both -> combined(newer, both))
        .orElse(newer);
  }

  private StoredResponse combined(StoredResponse newer, Extent both) {
    Extent own = part.orElseThrow();
    Extent theirs = newer.part.orElseThrow();
    var octets = new Body.Collector(both.length());
    if (own.first() < theirs.first()) {
      body.copy(0, theirs.first() - own.first(), octets);
    }
    newer.body.copy(0, newer.body.length(), octets);
    if (own.last() > theirs.last()) {
      body.copy(theirs.last() + 1 - own.first(), body.length(), octets);
    }
    Body together = octets.finish();
    return both.isWhole()
        ? newer.as(together, 200)
        : new StoredResponse(
            newer.selection,
            newer.head,
            together,
            Optional.of(both),
            newer.control,
            newer.freshness,
            newer.tenure);
  }

  /// This response's head for a whole body.
  private StoredResponse as(Body whole, int status) {
    var fields = head.fields().without(Set.of("content-range", "content-length"));
    return new StoredResponse(
        selection,
        new ResponseHead(status, fields),
        whole,
        Optional.empty(),
        control,
        freshness,
        tenure);
  }

  /// This response after the origin said 304 to our validation of it.
  public StoredResponse refreshed(RequestHead request, ResponseHead notModified, Arrival arrival) {
    return of(request, Validation.updated(head, notModified), body, arrival);
  }

  /// What it costs in memory, about: head, body where that is in memory, and [#OVERHEAD_BYTES].
  public long weightBytes() {
    return body.memoryBytes() + head.fields().octets() + selection.octets() + OVERHEAD_BYTES;
  }
}
