package dev.weir.node.admin;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// What a page says.
public sealed interface Answer {

  /// A value that is written as JSON, with an HTTP status: records, maps, lists, text and numbers.
  record Json(int status, Object value) implements Answer {}

  /// An answer that is not known yet: the client waits for it, the admin event loop does not.
  record Later(CompletableFuture<Answer> answer) implements Answer {}

  /// Text of a given media type, with status 200.
  record Text(String mediaType, String text) implements Answer {}

  /// A JSON object with the fields of `head` and then one list, which may be long: it is written
  /// piece by piece as the client reads.
  ///
  /// `items` is read on the admin event loop; each item is written as JSON.
  record Listing(Map<String, Object> head, String list, Iterator<?> items) implements Answer {
    /// Keeps an unmodifiable view of the head in its order.
    public Listing {
      head = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(head));
    }
  }
}
