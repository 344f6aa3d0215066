package dev.weir.node.page.tls;

import dev.weir.node.proxy.host.TopHosts;
import java.util.LinkedHashMap;
import java.util.Map;

/// `/v1/tls`: the names that diverted TLS connections gave most often, and what became of them.
public final class TlsPage {
  private static final int ROWS_MAX = 50;

  private TlsPage() {}

  /// The page of one moment.
  ///
  /// @param lookedAt whether TLS connections are looked at
  public static Map<String, Object> of(boolean lookedAt, TopHosts names) {
    var page = new LinkedHashMap<String, Object>();
    page.put("lookedAt", lookedAt);
    page.put("names", names.top(ROWS_MAX));
    return page;
  }
}
