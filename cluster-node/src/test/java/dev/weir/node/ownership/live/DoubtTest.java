package dev.weir.node.ownership.live;

import static dev.weir.node.ownership.Given.node;
import static dev.weir.node.ownership.Given.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.CacheKey;
import dev.weir.node.config.OwnershipConfig.By;
import dev.weir.node.ownership.Given;
import dev.weir.node.ownership.Neighbours;
import dev.weir.node.ownership.Tombstones;
import dev.weir.node.telemetry.Telemetry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A node that others could not tell what they have changed.
final class DoubtTest {
  private static final CacheKey KEY = new CacheKey("http", "host.test", "/");

  @Test
  @DisplayName("ADR-0039 who is to doubt what it has keeps nothing of what others give it, either")
  void buries() {
    var now = new AtomicReference<Instant>(Given.START);
    var ownership =
        new Ownership(
            new Ownership.Self(node(1), nodes(2), By.DESTINATION),
            Neighbours.NONE,
            new OwnershipMeters(new Telemetry()),
            now::get,
            Runnable::run);
    assertThat(ownership.isBuried(KEY)).isFalse();

    ownership.doubt();

    assertThat(ownership.isBuried(KEY)).isTrue();
    now.set(Given.START.plus(Tombstones.KEPT));
    assertThat(ownership.isBuried(KEY)).as("until nobody gives anything older").isFalse();
  }
}
