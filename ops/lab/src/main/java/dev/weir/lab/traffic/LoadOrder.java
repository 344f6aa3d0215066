package dev.weir.lab.traffic;

import java.util.List;

/// What a load client is to do: so many requests, evenly paced, the URLs in turn.
///
/// @param urls the URLs, requested in this order, again from the start after the last
/// @param requests how many requests in all; a `stop` ends an order early
/// @param perSecond how many requests begin in a second, whatever becomes of the earlier ones
/// @param keepAlive whether connections are used again; otherwise each request opens its own
public record LoadOrder(List<String> urls, int requests, int perSecond, boolean keepAlive) {
  /// Copies the URLs.
  public LoadOrder {
    urls = List.copyOf(urls);
    if (urls.isEmpty() || requests < 1 || perSecond < 1) {
      throw new IllegalArgumentException("nothing to do: " + requests + " at " + perSecond);
    }
  }
}
