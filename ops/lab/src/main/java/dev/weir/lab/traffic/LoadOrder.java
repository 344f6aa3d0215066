package dev.weir.lab.traffic;

import java.util.List;

/// What a load client is to do: so many requests, evenly paced, the URLs in turn.
///
/// @param urls the URLs, requested in this order, again from the start after the last
/// @param requests how many requests in all; a `stop` ends an order early
/// @param perSecond how many requests begin in a second, whatever becomes of the earlier ones
/// @param keepAlive whether connections are used again; otherwise each request opens its own
/// @param atOnceMax how many requests are under way at the most; the next one waits for an end
public record LoadOrder(
    List<String> urls, int requests, int perSecond, boolean keepAlive, int atOnceMax) {
  private static final int AT_ONCE = 1_000_000;

  /// An order that no request waits in.
  public LoadOrder(List<String> urls, int requests, int perSecond, boolean keepAlive) {
    this(urls, requests, perSecond, keepAlive, AT_ONCE);
  }

  /// An order as fast as answers come: so many requests are always under way.
  public static LoadOrder closedLoop(List<String> urls, int requests, int atOnce) {
    return new LoadOrder(urls, requests, 1_000_000, true, atOnce);
  }

  /// Copies the URLs.
  public LoadOrder {
    urls = List.copyOf(urls);
    if (urls.isEmpty() || requests < 1 || perSecond < 1 || atOnceMax < 1) {
      throw new IllegalArgumentException("nothing to do: " + requests + " at " + perSecond);
    }
  }
}
