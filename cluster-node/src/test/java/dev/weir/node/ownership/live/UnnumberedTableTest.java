package dev.weir.node.ownership.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.config.OwnershipConfig.By;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.HandOver;
import dev.weir.node.ownership.Owner;
import dev.weir.node.telemetry.Telemetry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a router whose table has no number, as in WCCP1")
final class UnnumberedTableTest {
  private static final CacheKey KEY = new CacheKey("http", "a.test", "/");
  private static final InetSocketAddress DESTINATION =
      new InetSocketAddress(InetAddress.ofLiteral("203.0.113.80"), 80);

  private final Ownership ownership =
      new Ownership(
          new Ownership.Self(Given.node(1), Given.nodes(3), By.DESTINATION),
          (node, question, told) -> told.accept(Optional.empty()),
          new OwnershipMeters(new Telemetry()),
          () -> Given.START,
          Runnable::run);

  @Test
  @DisplayName("each node keeps what comes to it, when its host is verified")
  void keeps() {
    assertThat(whose(true)).isEqualTo(Owner.NOBODY);

    ownership.keepWhatComes(true);
    assertThat(whose(true)).isEqualTo(Owner.Here.alone(0));
    assertThat(whose(false)).isEqualTo(Owner.NOBODY);
    assertThat(ownership.stores()).isTrue();
    assertThat(ownership.fate(KEY)).contains(HandOver.Fate.KEEP);
  }

  @Test
  @DisplayName("when it has one, its epochs say whose a URL is")
  void numbered() {
    ownership.keepWhatComes(true);
    ownership.keepWhatComes(false);

    assertThat(whose(true)).isEqualTo(Owner.NOBODY);
    assertThat(ownership.stores()).isFalse();
  }

  private Owner whose(boolean checked) {
    List<Owner> told = new ArrayList<>();
    ownership.ask(KEY, DESTINATION, checked, told::add);
    assertThat(told).hasSize(1);
    return told.getFirst();
  }
}
