package dev.weir.node.admin.gate;

import java.util.Locale;

/// Why a request to the admin port is not answered with what it asks for.
public enum Refused {
  /// It is no request that is understood, or its parameters are none.
  MALFORMED(400, "not a request that is understood here"),
  /// It shows no token, and comes from elsewhere.
  NO_TOKEN(401, "the header Authorization: Bearer TOKEN is missing, with the token of admin.token"),
  /// It shows another token.
  WRONG_TOKEN(401, "this is not the token of admin.token"),
  /// It would change something, and does not say that it means to.
  NO_INTENT(403, "the header X-Weir: 1 is missing, or a body of type application/json"),
  /// A page of another site sends it.
  FOREIGN_PAGE(403, "a page of another site may not do this"),
  /// It has a body that is no JSON.
  MEDIA_TYPE(415, "a body is of type application/json"),
  /// It was meant for another host.
  MISDIRECTED(421, "this is not the host you named; use its address or localhost"),
  /// Too many wrong tokens came from its address.
  TOO_MANY(429, "too many wrong tokens; wait a minute");

  private final int status;
  private final String sentence;

  Refused(int status, String sentence) {
    this.status = status;
    this.sentence = sentence;
  }

  /// The HTTP status of the answer.
  public int status() {
    return status;
  }

  /// What to do about it.
  public String sentence() {
    return sentence;
  }

  /// Whether it may be somebody who should not ask at all.
  public boolean isSuspicious() {
    return switch (this) {
      case WRONG_TOKEN, TOO_MANY, FOREIGN_PAGE, MISDIRECTED -> true;
      case MALFORMED, NO_TOKEN, NO_INTENT, MEDIA_TYPE -> false;
    };
  }

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
