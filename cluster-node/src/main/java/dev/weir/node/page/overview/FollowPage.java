package dev.weir.node.page.overview;

import dev.weir.node.admin.Answer;
import dev.weir.node.config.value.Ipv4;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.PacketFields;
import dev.weir.wccp.assignment.Placement;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/v1/follow?url=&client=`: where a router sends the connection of a client that opens this URL,
/// step by step. It asks a name server at most, and changes nothing. What the node that gets it
/// does then tells `/v1/explain`.
public final class FollowPage {
  private static final Answer USAGE =
      new Answer.Json(
          400, Map.of("error", "url is http://HOST/PATH, client and address are IPv4 addresses"));

  /// The flags of a service that say what its primary hash is of (§3.2).
  private static final int FIELDS = 0xf;

  private static final int CLIENT_PORT = 40_000;

  private final Supplier<CacheSnapshot> table;
  private final BiConsumer<String, Consumer<Optional<List<InetAddress>>>> resolve;

  /// A page of a node.
  ///
  /// @param table the group whose table says whose a bucket is
  /// @param resolve asks the node's name servers; empty when none has answered
  public FollowPage(
      Supplier<CacheSnapshot> table,
      BiConsumer<String, Consumer<Optional<List<InetAddress>>>> resolve) {
    this.table = table;
    this.resolve = resolve;
  }

  /// The steps of what the query asks about. Status 400: it asks about nothing.
  public Answer follow(Map<String, String> query) {
    Optional<Authority> host =
        Scheme.key(query.getOrDefault("url", "")).flatMap(it -> Authority.parse(it.authority()));
    Optional<Inet4Address> client = address(query.getOrDefault("client", "192.0.2.1"));
    if (host.isEmpty() || client.isEmpty()) {
      return USAGE;
    }
    Optional<Inet4Address> literal =
        host.get().literal().filter(Inet4Address.class::isInstance).map(Inet4Address.class::cast);
    Optional<Inet4Address> given = literal.or(() -> address(query.getOrDefault("address", "")));
    if (given.isPresent()) {
      return new Answer.Json(200, page(host.get(), given, client.get()));
    }
    var later = new CompletableFuture<Answer>();
    resolve.accept(
        host.get().host(),
        found ->
            later.complete(
                new Answer.Json(
                    200, page(host.get(), found.flatMap(FollowPage::first), client.get()))));
    return new Answer.Later(later);
  }

  private static Optional<Inet4Address> first(List<InetAddress> found) {
    return found.stream()
        .filter(Inet4Address.class::isInstance)
        .map(Inet4Address.class::cast)
        .findFirst();
  }

  private static Optional<Inet4Address> address(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Ipv4.parse(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private Map<String, @Nullable Object> page(
      Authority host, Optional<Inet4Address> address, Inet4Address client) {
    CacheSnapshot group = table.get();
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("host", host.host());
    page.put("address", address.map(Inet4Address::getHostAddress).orElse(null));
    page.put("service", group.service().group().displayName());
    page.put("diverts", group.tableInForce());
    OptionalInt slot =
        address.isPresent() ? slot(group, client, address.get(), host.port()) : OptionalInt.empty();
    page.put("computation", address.map(it -> computation(group, it)).orElse(null));
    page.put("bucket", slot.isPresent() ? slot.getAsInt() : null);
    page.put(
        "owner",
        slot.isPresent() && slot.getAsInt() < group.assignment().slotCount()
            ? group.assignment().owner(slot.getAsInt()).map(OverviewPage::text).orElse(null)
            : null);
    return page;
  }

  private static OptionalInt slot(
      CacheSnapshot group, Inet4Address client, Inet4Address server, int port) {
    var packet = new PacketFields(client, server, CLIENT_PORT, port);
    Assignment assignment = group.assignment();
    return assignment instanceof MaskAssignment masks
        ? Placement.slot(packet, masks)
        : OptionalInt.of(Placement.slot(packet, hash(group)));
  }

  /// A service whose description is the protocol's own goes by the destination (§3.2).
  private static int hash(CacheSnapshot group) {
    boolean standard = group.service().group().type() == ServiceGroup.Type.STANDARD;
    return standard ? Placement.DESTINATION_ADDRESS : group.service().flags() & FIELDS;
  }

  private static String computation(CacheSnapshot group, Inet4Address server) {
    boolean byHash = !(group.assignment() instanceof MaskAssignment);
    if (!byHash || hash(group) != Placement.DESTINATION_ADDRESS) {
      return "";
    }
    return server.getHostAddress().replace(".", " ^ ") + " = " + Placement.slot(server);
  }
}
