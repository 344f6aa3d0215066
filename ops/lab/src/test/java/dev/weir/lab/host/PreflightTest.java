package dev.weir.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.host.Preflight.Decision;
import dev.weir.lab.host.Situation.Tun;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Before the lab starts")
final class PreflightTest {
  private static final List<Need> NOTHING = List.of();
  private static final List<Need> TWO = List.of(Need.NFT, Need.LIBPCAP);

  @Test
  @DisplayName("root with everything there starts")
  void starts() {
    assertThat(decide(root(Tun.OPEN, NOTHING, true, 0))).isEqualTo(new Decision.Go());
  }

  @Test
  @DisplayName("without root it enters a user namespace where that works, and says so where not")
  void withoutRoot() {
    assertThat(decide(user(true, Tun.OPEN, NOTHING))).isEqualTo(new Decision.Reenter());
    assertThat(refusal(user(false, Tun.OPEN, NOTHING))).contains("needs root", "sudo ./weir lab");
    assertThat(refusal(user(true, Tun.DENIED, NOTHING))).contains("/dev/net/tun", "sudo");
    assertThat(refusal(user(true, Tun.OPEN, TWO)))
        .contains("missing: nft, libpcap", "apt-get install")
        .contains("nftables libpcap0.8");
  }

  @Test
  @DisplayName("inside its user namespace it starts, and does not try to install")
  void inside() {
    var inside = new Situation(true, true, true, Tun.OPEN, NOTHING, true, 0);
    assertThat(decide(inside)).isEqualTo(new Decision.Go());

    var missing = new Situation(true, true, true, Tun.OPEN, TWO, true, 0);
    assertThat(decide(missing)).isInstanceOf(Decision.Refuse.class);
  }

  @Test
  @DisplayName("no TUN device: a sentence, whoever asks")
  void noTun() {
    assertThat(refusal(root(Tun.MISSING, NOTHING, true, 0))).contains("no /dev/net/tun");
    assertThat(refusal(user(true, Tun.MISSING, NOTHING))).contains("no /dev/net/tun");
  }

  @Test
  @DisplayName("root on Debian installs what is missing, reinstalls once, then says what to type")
  void installs() {
    assertThat(decide(root(Tun.OPEN, TWO, true, 0)))
        .isEqualTo(new Decision.Install(List.of("nftables", "libpcap0.8"), false));
    assertThat(decide(root(Tun.OPEN, List.of(Need.LIBPCAP), true, 1)))
        .isEqualTo(new Decision.Install(List.of("libpcap0.8"), true));
    assertThat(refusal(root(Tun.OPEN, List.of(Need.LIBPCAP), true, 2)))
        .contains("still missing", "--reinstall libpcap0.8");
  }

  @Test
  @DisplayName("root elsewhere is told what is missing")
  void elsewhere() {
    assertThat(refusal(root(Tun.OPEN, TWO, false, 0))).contains("missing: nft, libpcap");
  }

  private static Situation root(Tun tun, List<Need> missing, boolean debian, int tries) {
    return new Situation(true, false, true, tun, missing, debian, tries);
  }

  private static Situation user(boolean namespaces, Tun tun, List<Need> missing) {
    return new Situation(false, false, namespaces, tun, missing, true, 0);
  }

  private static Decision decide(Situation situation) {
    return Preflight.decide(situation);
  }

  private static String refusal(Situation situation) {
    return decide(situation) instanceof Decision.Refuse(String sentence) ? sentence : "";
  }
}
