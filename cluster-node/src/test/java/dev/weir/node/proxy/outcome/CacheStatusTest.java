package dev.weir.node.proxy.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.rule.Reuse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("what another node says of its answer, as whoever relays it understands it")
final class CacheStatusTest {
  private static final String PEER = "weir-cache-3";

  @ParameterizedTest
  @EnumSource(
      value = RequestResult.class,
      names = {"HIT", "REVALIDATED", "COLLAPSED", "STALE"})
  @DisplayName("what it served from its store is from a store")
  void served(RequestResult how) {
    for (Reuse.Cause cause : Reuse.Cause.values()) {
      String member = CacheStatus.served(PEER, how, cause);
      assertThat(CacheStatus.isFromStore(member, 200)).as(member).isTrue();
    }
    assertThat(CacheStatus.isFromStore(CacheStatus.servedInstead(PEER), 200)).isTrue();
    assertThat(CacheStatus.isFromStore(PEER + "; hit; detail=disk", 200)).isTrue();
  }

  @Test
  @DisplayName("what it fetched or made is not, whether it kept it or passed it on")
  void fetched() {
    for (CacheStatus.Kept kept : CacheStatus.Kept.values()) {
      for (int status : new int[] {200, 206, 304, 404}) {
        String member = CacheStatus.fetched(PEER, "stale", status, kept);
        assertThat(CacheStatus.isFromStore(member, status)).as(member).isFalse();
      }
    }
    String failed = CacheStatus.failed(PEER, "uri-miss", "timeout");
    assertThat(CacheStatus.isFromStore(failed, 504)).isFalse();
    assertThat(CacheStatus.isFromStore("", 200)).isFalse();
  }
}
