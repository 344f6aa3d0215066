package dev.weir.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.LabFailure;
import dev.weir.lab.fault.Fault.Step;
import dev.weir.lab.net.Plan;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("faults of the lab")
final class FaultsTest {
  @Test
  @DisplayName("each breaks something in a namespace of the lab, and mends it in the same")
  void stepsAreInTheLab() {
    for (Fault fault : Faults.ALL) {
      var broken = fault.breaking().stream().map(Step::namespace).toList();
      assertThat(Plan.namespaces()).as(fault.name()).containsAll(broken);
      assertThat(fault.mending().stream().map(Step::namespace))
          .as(fault.name())
          .containsExactlyInAnyOrderElementsOf(broken);
    }
  }

  @Test
  @DisplayName("one is chosen by its name, any by random, none by another word")
  void chosen() {
    assertThat(Faults.chosen("rp-filter").map(Fault::code)).contains("WD-031-rp-filter");
    assertThat(Faults.chosen("random")).isPresent();
    assertThat(Faults.chosen("no-such")).isEmpty();
  }

  @Test
  @DisplayName("what packets alone tell is marked so, what the host tells is not")
  void shows() {
    assertThat(Faults.named("one-way").orElseThrow().showsInTraffic()).isTrue();
    assertThat(Faults.named("route-client").orElseThrow().showsInTraffic()).isTrue();
    assertThat(Faults.named("mtu").orElseThrow().showsInTraffic()).isFalse();
    assertThat(Faults.named("rp-filter").orElseThrow().showsInTraffic()).isFalse();
  }

  @Test
  @DisplayName("without a lab nothing is broken or mended; with a whole one nothing is mended")
  void needsLab(@TempDir Path folder) throws Exception {
    var none = new Breakage(folder.resolve("run"));

    assertThatThrownBy(none::repair).isInstanceOf(LabFailure.class).hasMessageContaining("no lab");
    assertThatThrownBy(() -> none.cause(Faults.ALL.getFirst())).isInstanceOf(LabFailure.class);
    assertThat(new Breakage(folder).repair()).isEmpty();
  }
}
