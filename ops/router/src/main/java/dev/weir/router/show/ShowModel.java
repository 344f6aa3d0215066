package dev.weir.router.show;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What there is to show of a router's WCCP. Whoever shows less leaves members out: a missing list
/// is empty, a missing text is shown as `-none-`.
public record ShowModel(
    @Nullable Router router, List<Service> services, List<Interface> interfaces) {
  /// Keeps lists that are never null.
  public ShowModel {
    services = listOf(services);
    interfaces = listOf(interfaces);
  }

  /// Which router it is.
  public record Router(
      @Nullable String id, @Nullable String version, @Nullable String sourceInterface) {}

  /// One service group.
  ///
  /// @param name `web-cache` or a number
  /// @param type `standard` or `dynamic`
  /// @param flags of its description (§3.2); all of that is 0 for a standard service
  /// @param usableCaches how many caches may be given packets
  /// @param routers the ids of the routers that its caches report
  /// @param mode `open` or `closed`
  /// @param deniedPackets by the redirect list
  /// @param droppedPackets of a closed service without cache
  /// @param bypassedPackets returned by caches
  /// @param deniedMessages by the group list
  public record Service(
      @Nullable String name,
      @Nullable String type,
      int id,
      int priority,
      int protocol,
      int flags,
      List<Integer> ports,
      int usableCaches,
      List<String> routers,
      List<Client> caches,
      @Nullable String mode,
      @Nullable String redirectList,
      @Nullable String groupList,
      @Nullable String serviceList,
      long redirectedPackets,
      long deniedPackets,
      long unassignedPackets,
      long droppedPackets,
      long bypassedPackets,
      long deniedMessages,
      long authenticationFailures) {
    /// Keeps lists that are never null.
    public Service {
      ports = listOf(ports);
      routers = listOf(routers);
      caches = listOf(caches);
    }
  }

  /// One cache of a group.
  ///
  /// @param state `usable` or `seen`
  /// @param neverEchoed it has answered, but never with a receive id that it was told
  /// @param version of its messages: `1.0`, `2.00`, `2.01`
  /// @param redirection how packets go to it: `GRE` or `L2`
  /// @param packetReturn how they come back
  /// @param assignment `HASH` or `MASK`
  /// @param initialHash the buckets it came with, 64 hex digits
  /// @param hash the buckets it has now, 64 hex digits
  /// @param buckets how many slots it has: buckets, or values under masks
  /// @param slots how many there are: 256, or all values
  /// @param connectSeconds since it is usable; that and the counters only a router knows
  public record Client(
      @Nullable String address,
      @Nullable String state,
      boolean neverEchoed,
      @Nullable String version,
      @Nullable String redirection,
      @Nullable String packetReturn,
      @Nullable String assignment,
      @Nullable String initialHash,
      @Nullable String hash,
      int buckets,
      int slots,
      List<MaskSet> masks,
      @Nullable Long connectSeconds,
      @Nullable Long redirectedPackets,
      @Nullable Long bypassedPackets) {
    /// Keeps a list that is never null.
    public Client {
      masks = listOf(masks);
    }

    boolean isUsable() {
      return "usable".equals(state);
    }
  }

  /// A mask, and the values under it that a cache has.
  public record MaskSet(@Nullable MaskFields mask, List<MaskFields> values) {
    /// Keeps a list that is never null.
    public MaskSet {
      values = listOf(values);
    }
  }

  /// The bits of a mask or of a value; addresses in hex without a prefix.
  public record MaskFields(
      @Nullable String source, @Nullable String destination, int sourcePort, int destinationPort) {}

  /// One interface and how many services look at it.
  ///
  /// @param accessIn the access list for what comes in, and how much it has denied
  /// @param accessOut the one for what goes out
  /// @param policy its route-map, and how much that has sent to next hops, wherever it is used
  public record Interface(
      @Nullable String name,
      int output,
      int input,
      int multicast,
      boolean excludeIn,
      @Nullable Rules accessIn,
      @Nullable Rules accessOut,
      @Nullable Rules policy) {}

  /// An access list or a route-map, and the packets it has counted.
  public record Rules(@Nullable String name, long packets) {}

  private static <T> List<T> listOf(@Nullable List<T> given) {
    return given == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(given));
  }
}
