package dev.weir.node.admin.gate;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a request that changes something says about who has sent it, and why.
///
/// A page of a foreign site can have a browser send a POST here, but neither with a header of its
/// own nor with a body of JSON: for these the browser asks us first, by OPTIONS, which is not
/// answered. What a browser says of the page is looked at all the same.
///
/// @param host `Host`, which is known to be ours
/// @param origin `Origin`
/// @param site `Sec-Fetch-Site`
/// @param mark `X-Weir`
/// @param mediaType `Content-Type`
public record Intent(
    String host,
    @Nullable String origin,
    @Nullable String site,
    @Nullable String mark,
    @Nullable String mediaType) {
  private static final String OURS = "1";
  private static final String JSON = "application/json";

  /// Why it is not carried out, if it is not.
  public Optional<Refused> refusal() {
    if (origin != null && !isOwn(origin)) {
      return Optional.of(Refused.FOREIGN_PAGE);
    }
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return Optional.of(Refused.FOREIGN_PAGE);
    }
    boolean json = mediaType != null && isJson(mediaType);
    if (mediaType != null && !json) {
      return Optional.of(Refused.MEDIA_TYPE);
    }
    return json || OURS.equals(mark) ? Optional.empty() : Optional.of(Refused.NO_INTENT);
  }

  private boolean isOwn(String page) {
    return page.toLowerCase(Locale.ROOT).equals("http://" + host.toLowerCase(Locale.ROOT));
  }

  private static boolean isJson(String mediaType) {
    int parameters = mediaType.indexOf(';');
    String type = parameters < 0 ? mediaType : mediaType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT).equals(JSON);
  }
}
