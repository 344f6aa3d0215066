package dev.weir.lab.scenario.path;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.program.NodeView;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.stage.ResidentMemory;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.CacheStatus;
import dev.weir.lab.traffic.LoadOrder;
import dev.weir.lab.traffic.LoadResult;
import dev.weir.lab.traffic.LoadRun;
import dev.weir.lab.traffic.SynFlood;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A client sends SYNs under forged addresses through the router: what is beyond the rate of one
/// network goes back, the kernel answers the others with cookies, clients that have a connection
/// keep it and others get one, and the node does not grow.
public final class Flood implements Scenario.Script {
  private static final int SYNS = 100_000;
  private static final int HELD = 20;
  private static final int PER_SECOND = 10;
  private static final long GROWTH_KIB_MAX = 64 << 10;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final OriginName ORIGIN = OriginName.ALL.getFirst();
  private static final LabHost CLIENT = Plan.CLIENTS.getFirst();
  private static final LabHost ATTACKER = Plan.CLIENTS.getLast();

  @Override
  public void play(Stage stage) throws LabFailure, InterruptedException {
    stage.startWeir();
    LoadRun visitors = stage.programs().startClient(CLIENT);
    var view = stage.awaitAssigned();
    LabHost victim = Plan.cacheAt(view.table().owner(ORIGIN.bucket()));
    visitors.awaitReady(LIMIT);
    var urls = List.of("http://" + ORIGIN.host() + "/object/0");
    visitors.begin(new LoadOrder(urls, PER_SECOND * 60, PER_SECOND, false));
    Process crowd = stage.programs().startCrowd(CLIENT, ORIGIN, HELD);
    try (var held = crowd.inputReader();
        var ask = crowd.outputWriter();
        var memory = ResidentMemory.watch(stage.programs().process(victim).pid())) {
      stage.findings().equal("connections held", String.valueOf(HELD), held.readLine());
      long before = memory.nowKib();
      flood(stage);
      ask.write("again\n");
      ask.flush();
      stage.findings().equal("held connections that go on", "" + HELD, held.readLine());
      Thread.sleep(2_000);
      visitors.stop();
      served(stage, visitors.finish(LIMIT));
      judge(stage, victim, (memory.peakKib() - before));
    } catch (IOException e) {
      throw new LabFailure("who holds connections does not speak: " + e.getMessage(), e);
    }
    stage.reportPrograms(stage.awaitAssigned());
  }

  private static void flood(Stage stage) throws LabFailure, InterruptedException, IOException {
    Process flood = stage.programs().startFlood(ATTACKER, ORIGIN, SYNS);
    try (var said = flood.inputReader();
        var begin = flood.outputWriter()) {
      stage.findings().equal("the flood is", "ready", said.readLine());
      String namespace = ATTACKER.namespace();
      Shell.must("ip", "-n", namespace, "link", "set", SynFlood.DEVICE, "up");
      Shell.must("ip", "netns", "exec", namespace, "sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
      long from = System.nanoTime();
      begin.write("go\n");
      begin.flush();
      long sent = Long.parseLong(String.valueOf(said.readLine()));
      stage
          .screen()
          .timed(
              "[2] flood     %d SYNs under forged addresses in %d ms"
                  .formatted(sent, (System.nanoTime() - from) / 1_000_000));
      stage.findings().atLeast("SYNs sent", SYNS / 2, sent, "");
    }
  }

  private static void served(Stage stage, List<LoadResult> visits) {
    var findings = stage.findings();
    long cached = visits.stream().filter(it -> CacheStatus.of(it.cacheStatus()).present()).count();
    stage.screen().timed("[3] visits    %d, %d by the cache".formatted(visits.size(), cached));
    findings.equal("failed visits", 0L, visits.stream().filter(LoadResult::failed).count());
    findings.atLeast("visits by the cache", visits.size() / 2, cached, "");
  }

  private static void judge(Stage stage, LabHost victim, long grownKib)
      throws LabFailure, InterruptedException {
    NodeView node = stage.node(victim);
    long rate = (long) node.metric("weir_packets_returned_total", "reason=\"rate_client_net\"");
    long cookies = kernel(victim, "TcpExtSyncookiesSent");
    long accepted = kernel(victim, "TcpExtSyncookiesRecv");
    stage
        .screen()
        .timed(
            "[4] node      %d SYNs returned, %d cookies sent, %d came back, grown by %d KiB"
                .formatted(rate, cookies, accepted, grownKib));
    var findings = stage.findings();
    findings.atLeast("SYNs returned by the rate of their network", 1, rate, "");
    findings.atLeast("answers with cookies", 1, cookies, "");
    findings.atLeast("connections by cookies", 1, accepted, "");
    findings.atMost("growth of the node", GROWTH_KIB_MAX, grownKib, " KiB");
    findings.equal("gate", 1.0, node.metric("weir_gate_open", ""));
  }

  private static long kernel(LabHost host, String counter) throws LabFailure, InterruptedException {
    String said = Shell.must("ip", "netns", "exec", host.namespace(), "nstat", "-asz", counter);
    return said.lines()
        .filter(line -> line.startsWith(counter))
        .mapToLong(line -> Long.parseLong(line.split(" +", -1)[1]))
        .sum();
  }
}
