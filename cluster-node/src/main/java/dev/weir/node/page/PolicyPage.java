package dev.weir.node.page;

import dev.weir.gre.BucketSet;
import dev.weir.gre.JoinedService;
import dev.weir.node.path.JudgedBy;
import java.net.Inet4Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// `/v1/policy`: by what packets in GRE are judged, so that `weir capture` can judge its copies.
public final class PolicyPage {
  private static final int BUCKET_COUNT = 256;

  private PolicyPage() {}

  /// The whole page. What bypass rules spare is on `/v1/bypass`.
  public static Map<String, Object> of(JudgedBy policy) {
    var page = new LinkedHashMap<String, Object>();
    page.put("interface", policy.device());
    page.put("own", policy.own().getHostAddress());
    page.put("us", policy.us().stream().map(Inet4Address::getHostAddress).sorted().toList());
    page.put("resting", policy.resting());
    page.put("relieved", buckets(policy.relieved()));
    page.put(
        "routers",
        policy.routers().entrySet().stream()
            .map(router ->
                Map.of(
                    "address",
                    router.getKey().getHostAddress(),
                    "services",
                    router.getValue().stream().map(PolicyPage::service).toList()))
            .toList());
    return page;
  }

  private static Map<String, Object> service(JoinedService service) {
    var page = new LinkedHashMap<String, Object>();
    page.put("dynamic", service.dynamic());
    page.put("id", service.id());
    page.put("ports", service.ports().stream().sorted().toList());
    page.put("portSide", service.portSide().name());
    page.put("buckets", buckets(service.buckets()));
    page.put("way", service.way().name());
    return page;
  }

  private static List<Integer> buckets(BucketSet set) {
    return IntStream.range(0, BUCKET_COUNT).filter(set::contains).boxed().toList();
  }
}
