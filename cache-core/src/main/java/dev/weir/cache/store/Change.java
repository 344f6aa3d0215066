package dev.weir.cache.store;

import dev.weir.cache.compact.ResponseCodec.Decoded;
import dev.weir.cache.message.Body;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.slab.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of a shelf when a response is put there.
///
/// @param response what is laid down: the new one, or both together where it is a part of what was
///   there
/// @param stay what stays behind it
/// @param gone what makes way: of the same selection, too old, or of another key with the same hash
/// @param joined the body of what was there, if its octets are in `response`; for the caller to
///   release once that is laid down
record Change(StoredResponse response, List<Kept> stay, List<Kept> gone, Body joined) {

  /// The change by a response to a key. The caller has leases on what is there; a part is joined up
  /// to `bytesMax`.
  static Change by(CacheKey key, StoredResponse added, Optional<Shelf> before, long bytesMax) {
    StoredResponse response = added;
    Body joined = Body.EMPTY;
    var stay = new ArrayList<Kept>();
    var gone = new ArrayList<Kept>();
    for (Kept kept : before.map(Shelf::all).orElse(List.of())) {
      Decoded decoded = Shelf.read(kept);
      boolean same = decoded.response().selection().equals(added.selection());
      if (!decoded.key().equals(key)) {
        gone.add(kept);
      } else if (same) {
        gone.add(kept);
        if (added.part().isPresent()) {
          StoredResponse old = Shelf.leased(kept, decoded);
          joined = old.body();
          response = old.with(added, bytesMax);
        }
      } else {
        (stay.size() < Shelf.COUNT_MAX - 1 ? stay : gone).add(kept);
      }
    }
    return new Change(response, stay, gone, joined);
  }
}
