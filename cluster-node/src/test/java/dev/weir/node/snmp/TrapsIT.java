package dev.weir.node.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.config.value.ListenAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Debian's `snmptrapd` is told.
final class TrapsIT {
  @TempDir Path home;
  private final Stage stage = new Stage();

  @Test
  @DisplayName("RFC 3416 §4.2.6 without users notifications go by SNMPv2c, with the community")
  void byCommunity() throws Exception {
    told(false, "authCommunity log " + Managed.COMMUNITY + "\n");
  }

  @Test
  @DisplayName("with users they go by SNMPv3, signed and hidden by the first one's passwords")
  void byUser() throws Exception {
    told(
        true,
        "createUser -e %s noc SHA-256 %s AES %s\nauthUser log noc priv\n"
            .formatted(Managed.ENGINE, Managed.SIGNING, Managed.HIDING));
  }

  private void told(boolean users, String rights) throws Exception {
    Managed.needs("/usr/sbin/snmptrapd");
    ListenAddress at = Managed.free();
    Path file = Files.writeString(home.resolve("trapd.conf"), rights);
    Path log = home.resolve("traps.log");
    Process trapd =
        Managed.start(
            home,
            List.of(
                "/usr/sbin/snmptrapd",
                "-f",
                "-n",
                "-C",
                "-c",
                file.toString(),
                "-M",
                Managed.modules(),
                "-m",
                "WEIR-MIB",
                "-Lf",
                log.toString(),
                "-p",
                home.resolve("pid").toString(),
                "udp:" + at));
    try {
      Soon.holds("it listens", () -> Files.exists(log) && read(log).contains("NET-SNMP version"));
      try (var _ = new Managed(home, stage, users, List.of(at))) {
        heard(log, "WEIR-MIB::weirRouterFound", "192.0.2.1");
        stage.healthy();
        heard(log, "WEIR-MIB::weirNodeHealthy", "healthy(1)");
        stage.second("calling");
        heard(log, "WEIR-MIB::weirRouterLost", "calling(1)");
      }
      heard(log, "WEIR-MIB::weirNodeUnhealthy", "the node ends");
    } finally {
      trapd.destroy();
      trapd.waitFor();
    }
  }

  private static void heard(Path log, String what, String about) {
    Soon.passes(() ->
        assertThat(read(log).lines()).anyMatch(it -> it.contains(what) && it.contains(about)));
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (java.io.IOException _) {
      return "";
    }
  }
}
