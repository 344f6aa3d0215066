package dev.weir.lab.traffic;

/// What became of one request, as its client saw it.
///
/// @param url what was asked for
/// @param startMicros when it began, wall clock, microseconds since 1970
/// @param micros how long it took, whatever its end
/// @param status the HTTP status; 0 when there was none
/// @param error what went wrong; empty when nothing did
/// @param cacheStatus the Cache-Status of the response (RFC 9211); empty when it had none, so that
///   no cache had a part in it
/// @param intact whether the body is octet by octet the origin's
public record LoadResult(
    String url,
    long startMicros,
    long micros,
    int status,
    String error,
    String cacheStatus,
    boolean intact) {

  /// A connection error, a timeout, a status other than 200, or a body that is not the origin's.
  public boolean failed() {
    return status != 200 || !intact;
  }

  /// Whether a cache says that it answered without asking the origin.
  public boolean hit() {
    return CacheStatus.of(cacheStatus).hit();
  }

  /// When it ended, wall clock, microseconds since 1970.
  public long endMicros() {
    return startMicros + micros;
  }
}
