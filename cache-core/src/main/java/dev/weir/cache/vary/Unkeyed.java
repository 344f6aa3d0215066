package dev.weir.cache.vary;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import java.util.Locale;
import java.util.Set;

/// Request fields by which origins choose what they answer, although neither the key nor a Vary has
/// them: what one client gets by such a field must not be another's.
///
/// They say under which name, scheme or path a request came, or what method was meant. Fields that
/// say who the client is are none: gateways before us add them to every request.
public final class Unkeyed {
  /// Their names, in lower case.
  public static final Set<String> NAMES =
      Set.of(
          "base-url",
          "destination",
          "forwarded",
          "front-end-https",
          "proxy-host",
          "proxy-url",
          "redirect",
          "request-uri",
          "uri",
          "url",
          "x-accel-redirect",
          "x-backend-host",
          "x-base-url",
          "x-forwarded-base",
          "x-forwarded-host",
          "x-forwarded-path",
          "x-forwarded-port",
          "x-forwarded-prefix",
          "x-forwarded-proto",
          "x-forwarded-protocol",
          "x-forwarded-scheme",
          "x-forwarded-server",
          "x-forwarded-ssl",
          "x-forwarded-uri",
          "x-forwarded-url",
          "x-host",
          "x-host-override",
          "x-http-destinationurl",
          "x-http-host-override",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-original-host",
          "x-original-uri",
          "x-original-url",
          "x-proxy-url",
          "x-rewrite-uri",
          "x-rewrite-url",
          "x-scheme",
          "x-url-scheme");

  private Unkeyed() {}

  /// Whether a request has one of them that no Vary of its response names. One that repeats the
  /// Host chooses nothing.
  public static boolean in(RequestHead request, Fields response) {
    String host = request.fields().first("Host").orElse("");
    for (Fields.Field line : request.fields()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      if (NAMES.contains(name)
          && !line.value().equals(host)
          && !response.tokens("Vary").contains(name)) {
        return true;
      }
    }
    return false;
  }
}
