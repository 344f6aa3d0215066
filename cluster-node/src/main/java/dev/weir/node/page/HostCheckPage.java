package dev.weir.node.page;

import dev.weir.node.config.ProxyConfig;
import dev.weir.node.proxy.host.HostCheck;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// `/v1/host-check`: the hosts that were most often not where their connections went.
public final class HostCheckPage {
  private static final int ROWS_MAX = 20;

  private HostCheckPage() {}

  /// The page of one moment.
  public static Map<String, Object> of(ProxyConfig.HostCheck mode, HostCheck check) {
    var page = new LinkedHashMap<String, Object>();
    page.put("mode", mode.name().toLowerCase(Locale.ROOT));
    page.put("namesRemembered", check.memory().count());
    page.put("notVerified", check.refused().top(ROWS_MAX));
    return page;
  }
}
