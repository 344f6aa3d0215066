package dev.weir.lab.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the router says of a service group (`GET /v1/wccp`).
///
/// @param version the WCCP version it speaks
/// @param usableCaches how many caches it may redirect to
/// @param designated the cache that assigns; empty while there is none
/// @param key the assignment key in force, as `10.0.2.11/1`; empty while there is none
/// @param transmitMillis the agreed HERE_I_AM interval
/// @param security `none` or `md5`
/// @param caches the caches it lists
/// @param table who owns which bucket
/// @param redirectedPackets packets sent to caches since its start
/// @param bypassedPackets packets that caches gave back since its start
public record RouterView(
    String version,
    int usableCaches,
    String designated,
    String key,
    long transmitMillis,
    String security,
    List<Cache> caches,
    Buckets table,
    long redirectedPackets,
    long bypassedPackets) {

  /// One cache the router lists.
  ///
  /// @param address its WCCP address
  /// @param state `usable` when it may be given packets
  /// @param receiveId the receive id last sent to it
  public record Cache(String address, String state, long receiveId) {}

  /// What is known of a router that does not answer.
  public static final RouterView UNKNOWN = of(JsonMapper.shared().createObjectNode());

  /// Copies the caches.
  public RouterView {
    caches = List.copyOf(caches);
  }

  /// Reads the router's answer; what is missing in it is empty or zero.
  public static RouterView of(JsonNode answer) {
    return of(answer, answer.path("services").path(0));
  }

  /// What the router says of the service of that name; nothing when it has none.
  public static RouterView of(JsonNode answer, String name) {
    for (JsonNode service : answer.path("services")) {
      if (service.path("name").asString("").equals(name)) {
        return of(answer, service);
      }
    }
    return UNKNOWN;
  }

  private static RouterView of(JsonNode answer, JsonNode service) {
    var caches = new ArrayList<Cache>();
    for (JsonNode cache : service.path("caches")) {
      caches.add(
          new Cache(
              cache.path("address").asString(""),
              cache.path("state").asString(""),
              cache.path("receiveId").asLong(0)));
    }
    return new RouterView(
        answer.path("router").path("version").asString(""),
        service.path("usableCaches").asInt(0),
        service.path("designated").asString(""),
        key(service.path("key")),
        service.path("transmitMillis").asLong(0),
        service.path("security").asString(""),
        caches,
        Buckets.of(service.path("table")),
        service.path("redirectedPackets").asLong(0),
        service.path("bypassedPackets").asLong(0));
  }

  /// An assignment key as people write it.
  static String key(JsonNode key) {
    return key.isObject()
        ? key.path("address").asString("") + "/" + key.path("number").asLong(0)
        : "";
  }

  /// Asks the router; empty when it does not answer.
  public static Optional<RouterView> ask(Admin router) throws InterruptedException {
    return router.json("/v1/wccp").map(RouterView::of);
  }

  /// The state in which the router has a cache; empty when it does not list it.
  public String stateOf(String address) {
    return caches.stream()
        .filter(cache -> cache.address().equals(address))
        .map(Cache::state)
        .collect(Collectors.joining());
  }
}
