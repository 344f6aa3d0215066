package dev.weir.node.page;

import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.host.HostPolicy;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// `/v1/host-check`: the hosts that were most often not where their connections went.
public final class HostCheckPage {
  private static final int ROWS_MAX = 20;

  private HostCheckPage() {}

  /// The page of one moment.
  public static Map<String, Object> of(HostPolicy policy, HostCheck check) {
    var page = new LinkedHashMap<String, Object>();
    page.put("mode", policy.otherwise().name().toLowerCase(Locale.ROOT));
    page.put("namesRemembered", check.memory().count());
    page.put("notVerified", check.refused().top(ROWS_MAX));
    return page;
  }
}
