package dev.weir.cache.rule;

import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.vary.Unkeyed;

/// Whether a shared cache may keep a response (RFC 9111 §3 Storing Responses in Caches).
public sealed interface Storability {

  /// It may be kept.
  record Storable(Freshness freshness) implements Storability {}

  /// It must not, or there is no use in it.
  record Refused(Reason reason) implements Storability {}

  /// Why a response is not kept.
  enum Reason {
    /// Only responses to GET are kept, and of those to POST what a GET would bring (RFC 9110 §9.3.3
    /// POST).
    METHOD,
    /// The request has a body, which is no part of the key.
    REQUEST_BODY,
    /// The request says `no-store` (RFC 9111 §5.2.1.5).
    REQUEST_NO_STORE,
    /// The request has a field by which origins choose, and the response does not vary by it.
    UNKEYED_FIELD,
    /// 1xx, 304 and other codes that are no answer by themselves, and a 206 that does not say which
    /// part it is.
    STATUS,
    /// The response says `no-store` (RFC 9111 §5.2.2.5).
    NO_STORE,
    /// The response says `private` (RFC 9111 §5.2.2.7).
    PRIVATE,
    /// The request has Authorization and the response does not allow sharing (RFC 9111 §3.5).
    AUTHORIZATION,
    /// The response sets a cookie, and nothing in it says that it is for all: neither `public` nor
    /// a lifetime of its own.
    SET_COOKIE,
    /// `Vary: *`: it never matches a later request (RFC 9111 §4.1).
    VARY_ANY,
    /// A `must-understand` response with a code this cache does not know (RFC 9111 §5.2.2.3).
    NOT_UNDERSTOOD,
    /// Neither fresh for any time nor able to be validated.
    NEVER_REUSABLE
  }

  /// Decides about a response whose head has come. Its body may still turn out too large or broken.
  static Storability of(RequestHead request, ResponseHead response, Arrival arrival) {
    CacheControl control = CacheControl.ofResponse(response.fields());
    boolean posted = request.method().equals("POST") && answersForGet(request, response);
    if (!request.isGet() && !posted) {
      return new Refused(Reason.METHOD);
    }
    if (request.hasBody() && !posted) {
      return new Refused(Reason.REQUEST_BODY);
    }
    if (CacheControl.of(request.fields()).has("no-store")) {
      return new Refused(Reason.REQUEST_NO_STORE);
    }
    if (Unkeyed.in(request, response.fields())) {
      return new Refused(Reason.UNKEYED_FIELD);
    }
    if (!isWhole(response.status()) && !isPart(request, response)) {
      return new Refused(Reason.STATUS);
    }
    if (control.has("must-understand") && !understood(response.status())) {
      return new Refused(Reason.NOT_UNDERSTOOD);
    }
    return byResponse(request, response, control, arrival);
  }

  /// Whether the response to a request can be expected to serve others, as far as the request
  /// tells: it is a plain GET, and asks for nothing that is for its client alone.
  static boolean mayServeOthers(RequestHead request) {
    return request.isGet()
        && !request.hasBody()
        && !request.isConditionalOrPartial()
        && !request.fields().has("Authorization")
        && !CacheControl.of(request.fields()).has("no-store")
        && !Unkeyed.in(request, Fields.of());
  }

  private static Storability byResponse(
      RequestHead request, ResponseHead response, CacheControl control, Arrival arrival) {
    Fields fields = response.fields();
    // "must-understand" asks caches that know the code to pass over no-store (RFC 9111 §5.2.2.3).
    if (control.has("no-store") && !control.has("must-understand")) {
      return new Refused(Reason.NO_STORE);
    }
    if (control.hasWhole("private")) {
      return new Refused(Reason.PRIVATE);
    }
    if (request.fields().has("Authorization") && !sharesAuthorized(control)) {
      return new Refused(Reason.AUTHORIZATION);
    }
    if (fields.tokens("Vary").contains("*")) {
      return new Refused(Reason.VARY_ANY);
    }
    Freshness freshness = Freshness.of(request, response, arrival);
    if (setsCookie(fields, control) && !control.has("public") && !freshness.isExplicit()) {
      return new Refused(Reason.SET_COOKIE);
    }
    if (!request.isGet() && !freshness.isExplicit()) {
      return new Refused(Reason.METHOD);
    }
    if (!reusable(response, control, freshness)) {
      return new Refused(Reason.NEVER_REUSABLE);
    }
    return new Storable(freshness);
  }

  /// "a Content-Location header field that has the same value as the POST's target URI" (RFC 9110
  /// §9.3.3 POST).
  private static boolean answersForGet(RequestHead request, ResponseHead response) {
    var host = request.fields().first("Host").orElse("");
    var own = new CacheKey("http", host, request.target());
    return response.status() == 200
        && response
            .fields()
            .first("Content-Location")
            .flatMap(own::resolved)
            .filter(own::equals)
            .isPresent();
  }

  /// A cookie that the response itself keeps from being stored is none.
  private static boolean setsCookie(Fields fields, CacheControl control) {
    return fields.has("Set-Cookie")
        && !control.fieldsOf("no-cache").contains("set-cookie")
        && !control.fieldsOf("private").contains("set-cookie");
  }

  private static boolean sharesAuthorized(CacheControl control) {
    return control.has("public") || control.has("s-maxage") || control.has("must-revalidate");
  }

  /// An explicit lifetime suffices; without one only a success can be worth a validation.
  private static boolean reusable(
      ResponseHead response, CacheControl control, Freshness freshness) {
    boolean lasts =
        !freshness.lifetime().isZero()
            || control.has("stale-while-revalidate")
            || control.has("stale-if-error");
    if (lasts && !control.hasWhole("no-cache")) {
      return true;
    }
    return response.hasValidator() && response.status() == 200;
  }

  /// A part that was asked for and says which one it is (RFC 9111 §3.3).
  private static boolean isPart(RequestHead request, ResponseHead response) {
    return response.status() == 206
        && request.fields().has("Range")
        && Extent.claimed(response.fields()).isPresent();
  }

  private static boolean isWhole(int status) {
    return status >= 200 && status != 206 && status != 304 && status != 416;
  }

  private static boolean understood(int status) {
    return switch (status) {
      case 200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501 -> true;
      default -> false;
    };
  }
}
