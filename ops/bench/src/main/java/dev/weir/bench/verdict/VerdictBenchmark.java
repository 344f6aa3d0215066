package dev.weir.bench.verdict;

import dev.weir.gre.BucketSet;
import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.Decapsulator;
import dev.weir.gre.Ipv4Octets;
import dev.weir.gre.JoinedService;
import dev.weir.gre.ReturnWay;
import dev.weir.gre.Verdict;
import dev.weir.gre.VerdictCounts;
import dev.weir.gre.bypass.BypassTable;
import dev.weir.gre.stray.RouterMemory;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What one diverted SYN costs between the wire and the TUN: every check, every bypass rule, the
/// memory of its router, the count. `ops/bench/verdict.sh` runs it.
///
/// JMH makes subclasses of it, so that it is not final.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VerdictBenchmark {
  private static final Inet4Address NODE = Inet4Address.ofLiteral("10.254.0.2");
  private static final int FIRST_ROUTER = Ipv4Octets.toInt(Inet4Address.ofLiteral("10.253.0.1"));
  private static final int CLIENTS = Ipv4Octets.toInt(Inet4Address.ofLiteral("10.0.0.0"));
  private static final int CLIENT_BITS = 20;

  // Outer header, GRE, redirect header; SYN 10.0.0.0:40000 -> 203.0.113.80:80.
  private static final String SYN =
      "4500004400004000402f0000"
          + "00000000"
          + "0afe0002"
          + "0000883e000000ea"
          + "45000028ffff4000400600000a000000cb007150"
          + "9c400050000003e8000000005002ffff00000000";
  private static final int OUTER_SOURCE = 12;
  private static final int INNER = 28;
  private static final int IDENTIFICATION = INNER + 4;
  private static final int CHECKSUM = INNER + 10;
  private static final int CLIENT = INNER + 12;
  private static final int ORIGIN = INNER + 16;
  private static final int PORTS = INNER + 20;

  /// Routers whose packets are let in.
  @Param({"1", "32"})
  public int routers;

  /// Bypass rules, one address each, among the clients' own addresses.
  @Param({"0", "1000", "1000000"})
  public int rules;

  /// Different connections, of as many clients as have room in 65,536 addresses.
  @Param({"1", "1000000"})
  public int flows;

  private final ByteBuffer packet = ByteBuffer.allocateDirect(HexFormat.of().parseHex(SYN).length);
  private final RouterMemory memory = new RouterMemory();
  private final VerdictCounts counts = new VerdictCounts();
  private Decapsulator decapsulator = new Decapsulator(DecapsulationPolicy.refusing(NODE));
  private int next;

  /// Makes the policy, and looks whether a packet passes.
  @Setup
  public void prepare() {
    packet.put(0, HexFormat.of().parseHex(SYN));
    packet.putInt(OUTER_SOURCE, FIRST_ROUTER + routers - 1);
    packet.putShort(CHECKSUM, (short) ~headerSum());
    Map<Inet4Address, List<JoinedService>> joined = new LinkedHashMap<>();
    for (int i = 0; i < routers; i++) {
      var service = JoinedService.webCache(BucketSet.ALL, ReturnWay.GRE);
      joined.put(Ipv4Octets.toAddress(FIRST_ROUTER + i), List.of(service));
    }
    var policy = new DecapsulationPolicy(NODE, Set.of(), joined, Set.of());
    decapsulator = new Decapsulator(policy.sparing(table()));
    for (int i = 0; i < 1_000; i++) {
      if (syn() != Verdict.DELIVER) {
        throw new IllegalStateException("not delivered");
      }
    }
  }

  /// One packet of the next connection.
  @Benchmark
  public Verdict syn() {
    next = next + 1 < flows ? next + 1 : 0;
    int mixed = next * 0x9E3779B1;
    int client = mixed & 0xFFFE; // even, while rules are odd
    // Two fields whose sum stays the same, so that the checksum does, too.
    packet.putShort(CLIENT + 2, (short) client).putShort(IDENTIFICATION, (short) ~client);
    packet.putShort(PORTS, (short) (1_024 + (mixed >>> 17)));
    Verdict verdict = decapsulator.judge(packet, 0, packet.capacity());
    memory.remember(packet.getInt(CLIENT), packet.getInt(ORIGIN), decapsulator.route());
    counts.add(verdict);
    return verdict;
  }

  private BypassTable table() {
    var random = new SplittableRandom(rules);
    var table = new BypassTable.Builder();
    for (int i = 0; i < rules; i++) {
      table.client(CLIENTS | random.nextInt(1 << CLIENT_BITS) << 1 | 1, Integer.SIZE);
    }
    return table.build();
  }

  private int headerSum() {
    int sum = 0;
    for (int at = INNER; at < PORTS; at += 2) {
      sum += packet.getShort(at) & 0xFFFF;
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return (sum & 0xFFFF) + (sum >>> 16);
  }
}
