package dev.weir.lab.scenario.evict;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.program.Buckets;
import dev.weir.lab.program.Configurations;
import dev.weir.lab.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// What ends some nodes at one moment: `kill -9`, or their cables are pulled out of the switch.
///
/// @param which what people call it
/// @param victims whom it hits
/// @param cut whether the cables are pulled, and the processes live on
record Blow(String which, List<LabHost> victims, boolean cut) {
  /// Within which a table without a killed node is sent.
  private static final long KILLED_MILLIS_MAX = 2_000;

  /// Within which a table without a cut node is sent, where more than half of them are left.
  private static final long CUT_MILLIS_MAX = 8_000;

  /// Copies the list.
  Blow {
    victims = List.copyOf(victims);
  }

  static Blow kill(String which, LabHost... victims) {
    return new Blow(which, List.of(victims), false);
  }

  static Blow cut(String which, LabHost... victims) {
    return new Blow(which, List.of(victims), true);
  }

  long onWireMillisMax() {
    return cut ? CUT_MILLIS_MAX : KILLED_MILLIS_MAX;
  }

  /// Whether the nodes have to know it before a router that is told something every `interval`
  /// misses anybody, after three of them.
  boolean beforeRouter(Duration interval) {
    return onWireMillisMax() < interval.multipliedBy(3).toMillis();
  }

  String names() {
    return victims.stream().map(LabHost::name).collect(Collectors.joining(" and "));
  }

  String sign() {
    return cut ? "cable pulled" : "kill -9     ";
  }

  /// Whether it hits the node of this address.
  boolean hits(String address) {
    return victims.stream().anyMatch(it -> it.address().equals(address));
  }

  /// Whether this table gives them nothing.
  boolean emptied(Buckets table) {
    return share(table) == 0;
  }

  /// How many buckets they have by this table.
  int share(Buckets table) {
    return victims.stream().mapToInt(it -> table.share(it.address())).sum();
  }

  void strike(Stage stage) throws LabFailure, InterruptedException {
    for (LabHost victim : victims) {
      if (cut) {
        cable(victim, "down");
      } else {
        stage.programs().signal(victim, "KILL");
      }
    }
  }

  void mend(Stage stage) throws LabFailure, InterruptedException {
    for (LabHost victim : victims) {
      if (cut) {
        cable(victim, "up");
      } else {
        stage.programs().kill(victim); // waits for its end
        stage.programs().startNode(victim, text -> Cluster.with(text, Configurations.AT_ONCE));
      }
    }
  }

  private static void cable(LabHost host, String state) throws LabFailure, InterruptedException {
    Shell.must("ip", "-n", "weir-lan", "link", "set", host.name(), state);
  }
}
