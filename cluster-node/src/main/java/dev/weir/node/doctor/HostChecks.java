package dev.weir.node.doctor;

import static dev.weir.node.doctor.Cause.advising;
import static dev.weir.node.doctor.Cause.mendedBy;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.reverse.TlsConfig;
import dev.weir.node.config.sidecar.SidecarConfig;
import dev.weir.node.config.snmp.SnmpConfig;
import dev.weir.node.host.HostCommand;
import dev.weir.node.host.HostRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The file, the process and the kernel's devices.
final class HostChecks {
  private static final int STRICT = 1;

  private HostChecks() {}

  static Optional<Cause> config(Facts facts) {
    return facts.problems().isEmpty()
        ? Optional.empty()
        : Optional.of(
            advising(String.join("; ", facts.problems()), "mend the file, then start the node"));
  }

  /// A node that runs has them.
  static Optional<Cause> privileges(Facts facts) {
    return facts.node().isPresent() || facts.host().lacking().isEmpty()
        ? Optional.empty()
        : Optional.of(
            advising(
                "this user lacks "
                    + String.join(", ", facts.host().lacking().stream().sorted().toList()),
                "run it as root: sudo weir ..."));
  }

  static Optional<Cause> tunDevice(Facts facts) {
    return facts.host().tunDevice()
        ? Optional.empty()
        : Optional.of(mendedBy("/dev/net/tun cannot be opened", List.of(command("modprobe tun"))));
  }

  static Optional<Cause> device(Facts facts) {
    if (facts.config().isEmpty()) {
      return Optional.empty();
    }
    String device = facts.plan().gre().device();
    var link = facts.host().links().get(device);
    if (link == null) {
      return Optional.of(
          advising(
              "there is no device " + device,
              "write one of "
                  + facts.host().links().keySet().stream().sorted().toList()
                  + " as gre.interface"));
    }
    return link.up()
        ? Optional.empty()
        : Optional.of(
            mendedBy(device + " is down", List.of(command("ip link set dev " + device + " up"))));
  }

  static Optional<Cause> address(Facts facts) {
    if (facts.config().isEmpty()) {
      return Optional.empty();
    }
    String own = facts.known().node().address().getHostAddress();
    return facts.host().links().values().stream().anyMatch(it -> it.addresses().contains(own))
        ? Optional.empty()
        : Optional.of(
            advising(
                "node.address " + own + " is not an address of this host",
                "write one that `ip -4 address` shows as node.address, or give the host this one"));
  }

  /// A node that runs has it.
  static Optional<Cause> snmpPort(Facts facts) {
    return facts.node().isPresent()
        ? Optional.empty()
        : facts
            .config()
            .flatMap(NodeConfig::snmp)
            .map(SnmpConfig::listen)
            .filter(facts.host()::isTaken)
            .map(at ->
                advising(
                    "another program has UDP " + at + ", which is snmp.listen",
                    "stop it: `ss -lunp` names it, often it is snmpd; or write another port"));
  }

  static Optional<Cause> running(Facts facts) {
    return facts.config().isEmpty() || facts.node().isPresent()
        ? Optional.empty()
        : Optional.of(
            advising(
                "no node answers on its admin port " + facts.known().admin().listen(),
                "start it: weir node --config FILE"));
  }

  static Optional<Cause> tunLinks(Facts facts) {
    return running(facts, plan -> Stream.of(plan.tun(), plan.strayTun()))
        .filter(tun -> {
          var link = facts.host().links().get(tun);
          return link == null || !link.up();
        })
        .findFirst()
        .map(tun ->
            facts.host().links().containsKey(tun)
                ? mendedBy(tun + " is down", RuleChecks.commands(facts, "ip link set dev " + tun))
                : advising(tun + " is missing, which the node makes", "start the node again"));
  }

  static Optional<Cause> reversePathFilter(Facts facts) {
    return running(facts, plan -> Stream.of(plan.tun(), plan.strayTun()))
        .filter(tun -> facts.host().links().containsKey(tun))
        .filter(tun -> facts.host().reversePathFilter(tun) == STRICT)
        .findFirst()
        .map(tun ->
            mendedBy(
                "the effective rp_filter of "
                    + tun
                    + " is 1 (strict), so packets from it are dropped",
                RuleChecks.commands(facts, tun + ".rp_filter=")));
  }

  static Optional<Cause> tunAddress(Facts facts) {
    String wanted = HostRules.TUN_ADDRESS.getHostAddress();
    return running(facts, plan -> Stream.of(plan.tun()))
        .filter(tun -> {
          var link = facts.host().links().get(tun);
          return link != null && !link.addresses().contains(wanted);
        })
        .findFirst()
        .map(tun ->
            mendedBy(
                tun + " has lost its address, without which a loose rp_filter drops its packets",
                RuleChecks.commands(facts, "ip address replace")));
  }

  static Optional<Cause> forwarding(Facts facts) {
    return running(facts, plan -> Stream.of(plan.tun()))
        .filter(tun -> facts.host().links().containsKey(tun))
        .filter(tun -> facts.host().sysctl("ipv4/conf/" + tun + "/forwarding") == 0)
        .findFirst()
        .map(tun ->
            mendedBy(
                tun + " does not forward: packets of connections begun elsewhere are lost",
                RuleChecks.commands(facts, tun + ".forwarding=1")));
  }

  static Optional<Cause> sidecar(Facts facts) {
    if (facts.config().isEmpty()) {
      return Optional.empty();
    }
    return facts.known().proxy().sidecar().flatMap(it -> taking(facts, it));
  }

  private static Optional<Cause> taking(Facts facts, SidecarConfig sidecar) {
    var there =
        facts.host().listeners().stream()
            .filter(it -> it.takes(sidecar.to().address().getHostAddress(), sidecar.to().port()))
            .toList();
    if (there.isEmpty()) {
      return Optional.of(
          advising(
              "nothing listens on " + sidecar.to() + ", the sidecar's address",
              "start the program; docs/runbooks/sidecar.md has its settings"));
    }
    return !sidecar.byKernel() || there.stream().anyMatch(HostFacts.Listener::transparent)
        ? Optional.empty()
        : Optional.of(
            advising(
                "what listens on "
                    + sidecar.to()
                    + " is not transparent, so the kernel hands it nothing",
                "write tproxy (Squid) or transparent (HAProxy) there, or hand-over:"
                    + " proxy-protocol here"));
  }

  /// One that has ended refuses the file.
  static Optional<Cause> certificate(Facts facts) {
    return facts.config().stream()
        .flatMap(config -> config.proxy().reverse().stream())
        .flatMap(reverse -> reverse.tls().stream())
        .filter(TlsConfig::endsSoon)
        .findFirst()
        .map(tls ->
            advising(
                "the certificate %s ends on %s"
                    .formatted(tls.files().certificate(), tls.certificate().expiry()),
                "have it renewed and put in the same file; the node takes it within a minute"));
  }

  static Optional<Cause> disk(Facts facts) {
    return facts.traffic().standing(Traffic.DISK_FAILING).stream()
        .findFirst()
        .map(path ->
            advising(
                "nothing can be written to a disk of the cache: " + path,
                "`weir show cache` says what it answers; `df -h "
                    + path
                    + "` and `dmesg` say why"));
  }

  static Optional<Cause> cacheMemory(Facts facts) {
    long refused = facts.traffic().grown(Traffic.NO_ROOM);
    return refused == 0
        ? Optional.empty()
        : Optional.of(
            advising(
                refused + " responses found no room in the cache's memory: clients hold it",
                "give cache.memory more; `weir_cache_leased_bytes` is what slow clients hold"));
  }

  /// Names of devices that are there only while a node runs.
  private static Stream<String> running(
      Facts facts, java.util.function.Function<dev.weir.node.host.HostPlan, Stream<String>> names) {
    return facts.config().isPresent() && facts.node().isPresent()
        ? names.apply(facts.plan())
        : Stream.empty();
  }

  private static HostCommand command(String line) {
    return new HostCommand(List.of(line.split(" ", -1)), "", "", false);
  }
}
