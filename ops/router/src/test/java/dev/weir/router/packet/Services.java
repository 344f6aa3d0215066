package dev.weir.router.packet;

import static dev.weir.router.packet.Packets.address;

import dev.weir.router.acl.AccessEntry;
import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.AddressTest;
import dev.weir.router.acl.PortTest;
import dev.weir.router.packet.ServiceRules.Delivery;
import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes the services that the tests of this package speak of.
final class Services {
  static final Inet4Address CACHE_1 = address("10.0.2.11");
  static final Inet4Address CACHE_2 = address("10.0.2.12");
  static final ServiceGroup WEB = ServiceGroup.WEB_CACHE;
  static final AccessList NOTHING = new AccessList("nothing", List.of());

  private Services() {}

  static ServiceGroup dynamic(int id) {
    return new ServiceGroup(ServiceGroup.Type.DYNAMIC, id);
  }

  /// The rules of an open service without lists.
  static ServiceRules rules(int index, ServiceGroup group) {
    return new ServiceRules(index, group, false, Optional.empty(), Optional.empty(), Delivery.GRE);
  }

  static ServiceRules closed(ServiceRules it, AccessList serviceList) {
    return new ServiceRules(
        it.index(), it.group(), true, it.redirectList(), Optional.of(serviceList), Delivery.GRE);
  }

  static ServiceRules closed(ServiceRules it) {
    return new ServiceRules(
        it.index(), it.group(), true, it.redirectList(), Optional.empty(), Delivery.GRE);
  }

  static ServiceRules redirecting(ServiceRules it, AccessList list) {
    return new ServiceRules(
        it.index(), it.group(), it.closed(), Optional.of(list), it.serviceList(), Delivery.GRE);
  }

  /// A description of a dynamic service.
  static Component.Service described(
      int id, int priority, int protocol, int flags, Integer... ports) {
    return new Component.Service(dynamic(id), priority, protocol, flags, List.of(ports));
  }

  /// The web cache.
  static RedirectService web(
      ServiceRules rules, Optional<Assignment> assignment, Inet4Address... caches) {
    return RedirectService.described(rules, WEB.standardService(), assignment, List.of(caches));
  }

  static Optional<Assignment> everything(Inet4Address owner) {
    return only(owner, IntStream.range(0, 256).toArray());
  }

  /// Buckets that have an owner; all others have none.
  static Optional<Assignment> only(Inet4Address owner, int... buckets) {
    return Optional.of(byHash(Map.of(owner, buckets)));
  }

  static HashAssignment byHash(Map<Inet4Address, int[]> buckets) {
    var shares = new HashMap<InetAddress, BucketSet>();
    buckets.forEach((owner, its) -> shares.put(owner, BucketSet.of(IntStream.of(its))));
    return HashAssignment.ofShares(shares);
  }

  /// The same with the A flag on these buckets.
  static Optional<Assignment> alternating(HashAssignment it, int... buckets) {
    return Optional.of(
        new HashAssignment(
            it.caches(), it.table().alternating(BucketSet.of(IntStream.of(buckets)))));
  }

  /// One point at which all these services are redirected.
  static RedirectTable table(RedirectService... services) {
    return table(false, services);
  }

  static RedirectTable table(boolean checkAll, RedirectService... services) {
    var groups =
        new HashSet<>(
            List.of(services).stream().map(it -> it.rules().group()).collect(Collectors.toSet()));
    return new RedirectTable(List.of(services), List.of(groups), checkAll);
  }

  /// A list that permits TCP from one host, and nothing else.
  static AccessList tcpFrom(String host, PortTest destinationPort) {
    return new AccessList(
        "list",
        List.of(
            new AccessEntry(
                true,
                Packets.TCP,
                AddressTest.host((int) AddressBits.of(address(host)).low()),
                AddressTest.ANY,
                PortTest.ANY,
                destinationPort)));
  }

  /// A redirect by primary bucket of a service.
  static Verdict to(Inet4Address cache, int index, ServiceGroup group, int bucket) {
    return rules(index, group).redirect(Optional.of(cache), bucket);
  }
}
