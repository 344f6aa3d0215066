package dev.weir.lab.program;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.Plan;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a node says of itself on its admin port.
public final class NodeView {
  private static final Pattern VERDICT =
      Pattern.compile("weir_gre_packets_total\\{verdict=\"(\\w+)\"} (\\S+)");
  private static final JsonNode NOTHING = JsonMapper.shared().createObjectNode();

  /// One entry of a node's event log.
  ///
  /// @param number counts up since the node's start
  /// @param name such as `router-gained`
  /// @param fields names and values
  public record Event(long number, String name, Map<String, String> fields) {
    /// Copies the fields.
    public Event {
      fields = Map.copyOf(fields);
    }
  }

  private final Admin admin;

  /// The node behind an admin port.
  public NodeView(Admin admin) {
    this.admin = admin;
  }

  /// Has the node give up its buckets, as `weir drain` does, or take some again.
  public void drain(boolean on) throws LabFailure, InterruptedException {
    if (on) {
      admin.post("/v1/drain");
    } else {
      admin.delete("/v1/drain");
    }
  }

  /// Has the whole cluster forget a URL, as `weir purge` does.
  ///
  /// @throws LabFailure when not all that are alive say that they have
  public void purge(String url) throws LabFailure, InterruptedException {
    admin.post("/v1/purge?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8));
  }

  /// Every URL the node has stored.
  public List<String> inventory() throws InterruptedException {
    var urls = new ArrayList<String>();
    for (JsonNode url : admin.json("/v1/inventory").orElse(NOTHING).path("urls")) {
      urls.add(url.asString(""));
    }
    return urls;
  }

  /// The addresses of the members of the cluster, as this node sees them.
  public List<String> members() throws InterruptedException {
    var members = new ArrayList<String>();
    for (JsonNode member : admin.json("/v1/cluster").orElse(NOTHING).path("members")) {
      members.add(member.path("address").asString(""));
    }
    members.sort(null);
    return members;
  }

  /// The assignment key by which the node knows what it owns; empty while there is none.
  public String key() throws InterruptedException {
    return RouterView.key(admin.json("/v1/buckets").orElse(NOTHING).path("key"));
  }

  /// Whether the node knows what it owns: by the epoch whose key the routers echo, and it speaks
  /// for its hosts; or by none, since it keeps what comes to it.
  public boolean ownsByTable() throws InterruptedException {
    JsonNode page = admin.json("/v1/ownership").orElse(NOTHING);
    String epoch = page.at("/epoch/number").asString("");
    boolean byOwner = page.path("kept").asString("").equals("by-owner");
    boolean speaks = page.path("bucketsWaiting").asInt(0) == 0;
    return page.path("kept").isString()
        && (!byOwner
            || key().isEmpty()
            || (!epoch.isEmpty() && speaks && key().endsWith("/" + epoch)));
  }

  /// The epoch by which the node goes, when it stores and so many nodes own something; empty
  /// otherwise.
  public String epoch(int owners) throws InterruptedException {
    JsonNode page = admin.json("/v1/ownership").orElse(NOTHING);
    boolean whole =
        page.path("stores").asBoolean(false) && page.at("/epoch/owners").size() == owners;
    return whole ? page.at("/epoch/number").asString("") : "";
  }

  /// Whether all nodes are members of its grid.
  public boolean hasWholeGrid() throws InterruptedException {
    return metric("weir_grid_members", "") == Plan.CACHES.size();
  }

  /// Whose a URL is, as this node knows it; empty when it does not.
  public String owner(String url) throws InterruptedException {
    String asked = URLEncoder.encode(url, StandardCharsets.UTF_8);
    return admin
        .json("/v1/ownership?url=" + asked)
        .orElse(NOTHING)
        .at("/residence/owner")
        .asString("");
  }

  /// Who owns what, as this node knows it.
  public Buckets buckets() throws InterruptedException {
    return Buckets.of(admin.json("/v1/buckets").orElse(NOTHING).path("table"));
  }

  /// The events from the given number on.
  public List<Event> events(long since) throws InterruptedException {
    var events = new ArrayList<Event>();
    JsonNode answer = admin.json("/v1/events?since=" + since).orElse(NOTHING);
    for (JsonNode event : answer.path("events")) {
      var fields = new HashMap<String, String>();
      event
          .path("fields")
          .properties()
          .forEach(field -> fields.put(field.getKey(), field.getValue().asString("")));
      events.add(
          new Event(event.path("number").asLong(0), event.path("name").asString(""), fields));
    }
    return events;
  }

  /// Packets the node took out of GRE and delivered to its own TCP stack.
  public long decapsulatedPackets() throws InterruptedException {
    return (long) metric("weir_gre_packets_total", "verdict=\"deliver\"");
  }

  /// How often each verdict was passed on a packet in GRE, by its label.
  public Map<String, Long> verdicts() throws InterruptedException {
    var verdicts = new HashMap<String, Long>();
    admin
        .text("/metrics")
        .orElse("")
        .lines()
        .map(VERDICT::matcher)
        .filter(Matcher::matches)
        .forEach(
            sample -> verdicts.put(sample.group(1), (long) Double.parseDouble(sample.group(2))));
    return verdicts;
  }

  /// Packets that came in without GRE and went to the node's own TCP stack.
  public long plainPackets() throws InterruptedException {
    return (long) metric("weir_plain_packets_total", "verdict=\"deliver\"");
  }

  /// What the node and its first router have agreed on: forwarding, return, assignment.
  public String agreement() throws InterruptedException {
    JsonNode router = admin.json("/v1/wccp").orElse(NOTHING).at("/services/0/routers/0");
    return router.path("redirection").asString("")
        + ", "
        + router.path("packetReturn").asString("")
        + ", "
        + router.path("assignment").asString("");
  }

  /// Packets the node gave back to the router, for whatever reason.
  public long returnedPackets() throws InterruptedException {
    return (long) metric("weir_packets_returned_total", "");
  }

  /// Packets of connections the node does not know.
  public long strayPackets() throws InterruptedException {
    return (long) metric("weir_stray_packets_total", "");
  }

  /// Packets the node should have given back and did not.
  public long lostPackets() throws InterruptedException {
    return (long) metric("weir_packets_return_lost_total", "");
  }

  /// The sum of a Prometheus metric over the samples whose labels contain the given text.
  public double metric(String name, String labels) throws InterruptedException {
    return admin.metric(name, labels);
  }

  /// The sum of a metric in the Prometheus text format; 0 when it is not there.
  static double sum(String exposition, String name, String labels) {
    return exposition
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(labels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
