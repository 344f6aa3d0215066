package dev.weir.lab.scenario;

import dev.weir.lab.fault.Faults;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.Dialect;
import dev.weir.lab.scenario.attack.Attacks;
import dev.weir.lab.scenario.evict.Drain;
import dev.weir.lab.scenario.evict.FastEvict;
import dev.weir.lab.scenario.evict.Frozen;
import dev.weir.lab.scenario.evict.Reload;
import dev.weir.lab.scenario.evict.SplitGrid;
import dev.weir.lab.scenario.health.BusyHost;
import dev.weir.lab.scenario.health.DataPlaneDead;
import dev.weir.lab.scenario.health.LoopStuck;
import dev.weir.lab.scenario.health.Overload;
import dev.weir.lab.scenario.ownership.DuringHandOver;
import dev.weir.lab.scenario.ownership.Homes;
import dev.weir.lab.scenario.ownership.Partition;
import dev.weir.lab.scenario.ownership.RandomChanges;
import dev.weir.lab.scenario.path.ClientAddress;
import dev.weir.lab.scenario.path.DynamicBypass;
import dev.weir.lab.scenario.path.Flood;
import dev.weir.lab.scenario.path.Inline;
import dev.weir.lab.scenario.path.RedirectLoop;
import dev.weir.lab.scenario.path.SegmentSize;
import dev.weir.lab.scenario.path.SidecarServes;
import dev.weir.lab.scenario.purge.HostCheck;
import dev.weir.lab.scenario.purge.Purging;
import dev.weir.lab.scenario.relay.Relayed;
import dev.weir.lab.scenario.watched.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every scenario there is. A new one is a script and a line here.
public final class Catalogue {
  /// All of them, the default first.
  public static final List<Scenario> ALL =
      List.of(
          new Scenario(
              "first-packet",
              "A diverted request end to end, one copy of each URL, a node lost and regained.",
              Dialect.QUICK,
              FirstPacket.whole()),
          new Scenario(
              "wccp-v1",
              "By WCCP1: GRE without redirect header, a request followed, one copy of each URL.",
              Dialect.VERSION_1,
              FirstPacket.withoutLoss()),
          new Scenario(
              "mask-l2",
              "All of first-packet with a switch that knows L2 and mask only: packets come plain.",
              Dialect.MASK_L2,
              FirstPacket.whole()),
          new Scenario(
              "policy-routed",
              "A kernel router routes web packets to a node, plain, without WCCP; and probes it.",
              Dialect.QUICK,
              new PolicyRouted()),
          new Scenario(
              "inline",
              "A node on the clients' gateway, by changed destinations instead of TPROXY.",
              Dialect.QUICK,
              new Inline()),
          new Scenario(
              "multicast",
              "Router and nodes meet at a group address; a request is followed, nobody complains.",
              Dialect.MULTICAST,
              new Multicast()),
          new Scenario(
              "router-faults",
              "A router that misbehaves on demand: each fault shows on the wire, and is got over.",
              Dialect.QUICK,
              new MisbehavingRouter()),
          new Scenario(
              "big-download",
              "Two GiB stream through a node that must not grow by more than 32 MiB.",
              Dialect.QUICK,
              new BigDownload()),
          new Scenario(
              "bypass",
              "A site is spared at run time: its clients reach it through the router, then no more.",
              Dialect.QUICK,
              new Bypass()),
          new Scenario(
              "dynamic-bypass",
              "What is not HTTP, and what logs connections in: led through once, then given back.",
              Dialect.QUICK,
              new DynamicBypass()),
          new Scenario(
              "data-plane-dead",
              "A node whose TUN is down hands its buckets back within 6 s, and gets them again.",
              Dialect.QUICK,
              new DataPlaneDead()),
          new Scenario(
              "event-loop-stuck",
              "A node whose event loop never gets free hands its buckets back and ends with status 3.",
              Dialect.QUICK,
              new LoopStuck()),
          new Scenario(
              "overload",
              "A node with too many connections gives new ones back, and takes them in by and by.",
              Dialect.QUICK,
              new Overload()),
          new Scenario(
              "client-address",
              "An origin lets in one client's address only: refused to caches, granted through them.",
              Dialect.QUICK,
              new ClientAddress()),
          new Scenario(
              "sidecar",
              "Squid and nginx answer what nodes are brought; one is killed, and runs again.",
              Dialect.QUICK,
              new SidecarServes()),
          new Scenario(
              "redirect-loop",
              "A router diverts a cache's own requests back to it: one packet each, then 508.",
              Dialect.QUICK,
              new RedirectLoop()),
          new Scenario(
              "syn-flood",
              "100,000 SYNs under forged addresses: clients keep and get connections all the same.",
              Dialect.QUICK,
              new Flood()),
          new Scenario(
              "mtu",
              "1 MiB goes up whole, with segments that fit and with such as are cut; a narrow link.",
              Dialect.QUICK,
              new SegmentSize()),
          new Scenario(
              "doctor",
              "A dozen faults are injected one by one into a network; the doctor names each.",
              Dialect.QUICK,
              new Doctor(Faults.dozenOf(Faults.QUICK), Faults.dozenOf(Faults.SLOW))),
          new Scenario(
              "relay",
              "What another node owns is relayed: one copy of each URL, both hops named, an owner dies.",
              Dialect.QUICK,
              new Relayed(false)),
          new Scenario(
              "attacks",
              "A stranger forges what the router sends: each packet is counted, none is answered.",
              Dialect.QUICK,
              new Attacks()),
          new Scenario(
              "fast-evict",
              "A node is killed, then the designated one: a table without it within 2 s each time.",
              Dialect.QUICK,
              FastEvict.oneByOne()),
          new Scenario(
              "frozen",
              "The designated node is stopped for 2 s, then for 8 s: it asks before it assigns.",
              Dialect.QUICK,
              new Frozen()),
          new Scenario(
              "split-grid",
              "The grid's own network goes down, for one node, then for all: no bucket moves, nothing fails.",
              Dialect.QUICK,
              new SplitGrid()),
          new Scenario(
              "drain",
              "Downloads run while a node is drained, comes again, and one is stopped: none breaks.",
              Dialect.QUICK,
              new Drain(12, Duration.ofSeconds(6), List.of())),
          new Scenario(
              "purge",
              "By URL, host, prefix and surrogate key, on every node; one that sleeps is named.",
              Dialect.QUICK,
              new Purging()),
          new Scenario(
              "host-check",
              "A name rotates over 16 addresses and keeps its hits; a lie is not believed.",
              Dialect.QUICK,
              new HostCheck()),
          new Scenario(
              "watched",
              "Debian's Prometheus watches: every panel of every dashboard has data, alerts fire.",
              Dialect.QUICK,
              new Watched(false)),
          new Scenario(
              "bad-config",
              "A wrong configuration is refused with exit 2 and leaves nothing behind.",
              Dialect.QUICK,
              new BadConfig()));

  /// Those that take too long to be played with each build, or of which another one plays the most.
  public static final List<Scenario> LONG =
      List.of(
          new Scenario(
              "ios-timers",
              "A router that knows 10 s only: assignment after 15 s, query at 25 s, removal at 30 s.",
              Dialect.TEN_SECONDS,
              new IosTimers()),
          new Scenario(
              "enable-midway",
              "A download that began before any cache was there finishes: its packets go back.",
              Dialect.QUICK,
              new EnableMidway()),
          new Scenario(
              "wccp-mask",
              "All of first-packet by mask: values instead of buckets, only the lost node's move.",
              Dialect.MASK,
              FirstPacket.whole()),
          new Scenario(
              "busy-host",
              "Other programs take all processor time: HERE_I_AM in time, no node taken for dead.",
              Dialect.QUICK,
              BusyHost.everySecond()),
          new Scenario(
              "origin-down",
              "An origin that refuses or falls silent gives 502 or 504 within 5 s, nothing stored.",
              Dialect.QUICK,
              new OriginDown()),
          new Scenario(
              "reload",
              "Nodes join and leave a group while they serve another: no download breaks, nothing moves.",
              Dialect.QUICK,
              new Reload()),
          new Scenario(
              "homes",
              "Hosts with four addresses, through two routers: each page fetched once, on one node.",
              Dialect.QUICK,
              new Homes()),
          new Scenario(
              "doctor-all",
              "Every fault there is, one by one; the doctor names each.",
              Dialect.QUICK,
              new Doctor(Faults.QUICK, Faults.SLOW)),
          new Scenario(
              "drain-all",
              "100 downloads of 30 s each through a leave, a join and a restart of every node.",
              Dialect.QUICK,
              new Drain(100, Duration.ofSeconds(30), Plan.CACHES)),
          new Scenario(
              "busy-host-10s",
              "busy-host with a router that knows 10 s only: HERE_I_AM at least every 12 s.",
              Dialect.TEN_SECONDS,
              BusyHost.everyTenSeconds()),
          new Scenario(
              "kill-two",
              "Two of three nodes are killed at once: a table without them within 2 s.",
              Dialect.QUICK,
              FastEvict.twoAtOnce()),
          new Scenario(
              "cut-host",
              "A host's cable is pulled: a table without it within 8 s, and it comes back.",
              Dialect.QUICK,
              FastEvict.cutHost()),
          new Scenario(
              "cut-host-10s",
              "cut-host with a router that knows 10 s only: it would miss the host after 30 s.",
              Dialect.TEN_SECONDS,
              FastEvict.cutHost()),
          new Scenario(
              "hand-over",
              "200 pages are changed or purged while they are handed over: none comes back, none twice.",
              Dialect.QUICK,
              new DuringHandOver(8, 25)),
          new Scenario(
              "partition",
              "Grid and routers are cut 2 | 1: each half serves its router, then one copy of each page.",
              Dialect.QUICK,
              Partition.twoAndOne()),
          new Scenario(
              "halves",
              "partition with four nodes, 2 | 2: each half serves its router, then one copy of each.",
              Dialect.QUICK,
              Partition.twoAndTwo()),
          new Scenario(
              "members",
              "20 random changes of membership under load: nothing fails, one copy a minute later.",
              Dialect.QUICK,
              new RandomChanges(20, 5)),
          new Scenario(
              "alerts",
              "watched, and faults one after the other until each alert has fired that can be made to.",
              Dialect.QUICK,
              new Watched(true)),
          new Scenario(
              "relay-cost",
              "relay, and what it costs beside a hit of the node's own.",
              Dialect.QUICK,
              new Relayed(true)));

  /// Those that belong together.
  public static final List<Suite> SUITES =
      List.of(
          new Suite(
              "ownership",
              "Each URL on one node, whoever comes, goes and is cut off: fifteen scenarios.",
              Stream.of(
                      "relay",
                      "homes",
                      "host-check",
                      "purge",
                      "hand-over",
                      "fast-evict",
                      "kill-two",
                      "cut-host",
                      "cut-host-10s",
                      "frozen",
                      "split-grid",
                      "partition",
                      "halves",
                      "drain-all",
                      "members")
                  .map(Catalogue::named)
                  .map(Optional::orElseThrow)
                  .toList()));

  private Catalogue() {}

  /// The suite of that name; the scenario of that name as the only one of its own.
  public static Optional<Suite> suite(String name) {
    return SUITES.stream()
        .filter(suite -> suite.name().equals(name))
        .findFirst()
        .or(() -> named(name).map(it -> new Suite(name, it.summary(), List.of(it))));
  }

  /// The scenario of that name.
  static Optional<Scenario> named(String name) {
    return Stream.of(ALL, LONG)
        .flatMap(List::stream)
        .filter(scenario -> scenario.name().equals(name))
        .findFirst();
  }
}
