package dev.weir.router.config;

import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.router.acl.AccessEntry;
import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.AddressTest;
import dev.weir.router.config.ServiceConfig.Lists;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The keys of a service that are lists, each made an access list.
final class ServiceLists {
  private static final int LIST_MAX = 256;
  private static final ValueType<List<AccessRule>> RULES =
      Values.list(AccessRule.TYPE, 0, LIST_MAX);

  private ServiceLists() {}

  static Lists read(SectionReader section) {
    List<Prefix> caches =
        section
            .key(
                "group-list",
                Values.list(new AddressOrPrefix(), 0, LIST_MAX),
                "Caches that may join; when empty, all may.")
            .or(List.of());
    var group = caches.stream().map(ServiceLists::permit).toList();
    return new Lists(
        list("group-list", group),
        rules(section, "redirect-list", "Packets to redirect; when empty, all of the service."),
        rules(
            section,
            "service-list",
            "Packets of a closed dynamic service no cache has described."));
  }

  /// A key that is a list of rules, as an access list of that name.
  static Optional<AccessList> rules(SectionReader section, String key, String sentence) {
    return list(
        key,
        section.key(key, RULES, sentence).or(List.of()).stream().map(AccessRule::entry).toList());
  }

  private static Optional<AccessList> list(String name, List<AccessEntry> entries) {
    return entries.isEmpty() ? Optional.empty() : Optional.of(new AccessList(name, entries));
  }

  private static AccessEntry permit(Prefix prefix) {
    return AccessEntry.ofSource(
        true, new AddressTest(bits(prefix.network()), ~Prefix.mask(prefix.length())));
  }

  /// An address as access lists compare it.
  static int bits(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }
}
