package dev.weir.lab.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Everything a run found. The same form for every scenario; a part that does not apply is null.
///
/// @param scenario which scenario was played
/// @param verdict `PASS` when every check held, `FAIL` otherwise
/// @param elapsedMillis from the start to the end of the tear-down
/// @param router the router after the load, before anything was killed
/// @param nodes the nodes at the same time
/// @param urls the URLs of the load
/// @param clients the requests of the load
/// @param nodeLoss what the loss of a node did
/// @param checks every statement, in the order in which they were made
@JsonPropertyOrder({
  "scenario",
  "verdict",
  "elapsedMillis",
  "router",
  "nodes",
  "urls",
  "clients",
  "nodeLoss",
  "checks"
})
public record Report(
    String scenario,
    String verdict,
    long elapsedMillis,
    @Nullable Router router,
    List<Node> nodes,
    @Nullable Urls urls,
    @Nullable Clients clients,
    @Nullable NodeLoss nodeLoss,
    List<Check> checks) {

  /// The router's side.
  ///
  /// @param usableCaches caches it may redirect to
  /// @param assignedBuckets buckets of 256 that somebody owns
  /// @param designated address of the cache that assigns
  /// @param redirectedPackets packets it sent to caches
  public record Router(
      int usableCaches, int assignedBuckets, String designated, long redirectedPackets) {}

  /// One node.
  ///
  /// @param name such as `cache-1`
  /// @param address its WCCP address
  /// @param buckets how many buckets it owns
  /// @param urls how many URLs it stores
  /// @param decapsulatedPackets packets it took out of GRE and delivered
  public record Node(
      String name, String address, int buckets, int urls, long decapsulatedPackets) {}

  /// The URLs of the load.
  ///
  /// @param requested how many different ones
  /// @param copiesMin on how many nodes the rarest is stored
  /// @param copiesMax on how many nodes the commonest is stored
  /// @param originFetches how often origins were asked for any of them
  public record Urls(int requested, int copiesMin, int copiesMax, long originFetches) {}

  /// The requests of the load.
  ///
  /// @param requests how many
  /// @param failed how many had an error, another status than 200, or a wrong body
  /// @param hits how many a node answered without asking the origin for them: from its store, or by
  ///   a fetch for another request that was under way
  public record Clients(int requests, int failed, int hits) {}

  /// The loss of a node under load.
  ///
  /// @param killed its name
  /// @param bucketsMoved buckets with another owner in the new table
  /// @param bucketsMovedOnSurvivors those of them that a living node had owned
  /// @param failedRequestsOnSurvivors failed requests to buckets of other nodes
  /// @param failedRequestsOnVictim failed requests to its own buckets
  /// @param blackoutMillis from the kill to the first answer to a request that began after it, in
  ///   its own buckets
  /// @param endedBy what gave that answer: `moved` (another node), `failed-open` (the origin
  ///   itself) or `nothing`
  /// @param reassignedMillis from the kill until the router had the new table in force
  public record NodeLoss(
      String killed,
      int bucketsMoved,
      int bucketsMovedOnSurvivors,
      int failedRequestsOnSurvivors,
      int failedRequestsOnVictim,
      long blackoutMillis,
      String endedBy,
      long reassignedMillis) {}

  /// Copies the lists.
  public Report {
    nodes = List.copyOf(nodes);
    checks = List.copyOf(checks);
  }

  /// Whether every check held.
  public boolean passed() {
    return verdict.equals(Findings.PASS);
  }

  /// The report as JSON, ending with a line feed.
  public String json() {
    return json(this);
  }

  static String json(Object report) {
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(report)
        + "\n";
  }
}
