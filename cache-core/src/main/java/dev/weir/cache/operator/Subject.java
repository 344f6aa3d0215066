package dev.weir.cache.operator;

import java.util.Locale;
import java.util.Optional;

/// What rules look at.
///
/// @param host in lower case, without a port
/// @param target path and query
/// @param client its IPv4 address; 0: another node's, or nobody
/// @param type the media type of the response in lower case, without parameters; empty while there
///   is no response
public record Subject(String host, String target, int client, Optional<String> type) {

  /// The media type in a Content-Type.
  public static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /// The host of an authority such as `www.example.com:8080`.
  public static String hostOf(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
  }
}
