package dev.weir.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 9211 The Cache-Status HTTP Response Header Field")
final class CacheStatusTest {
  @Test
  @DisplayName("section 2: the first member is the cache nearest to the origin; hit is a parameter")
  void readsMembers() {
    assertThat(CacheStatus.of("cache-3; hit")).isEqualTo(new CacheStatus("cache-3", true));
    assertThat(CacheStatus.of("cache-3;fwd=uri-miss;stored"))
        .isEqualTo(new CacheStatus("cache-3", false));
    assertThat(CacheStatus.of("\"cache-3\"; fwd=miss, other; hit"))
        .isEqualTo(new CacheStatus("cache-3", false));
  }

  @Test
  @DisplayName(
      "section 2.6: a request that was collapsed with another did not reach the origin either")
  void readsCollapsed() {
    assertThat(CacheStatus.of("cache-3; fwd=uri-miss; collapsed").hit()).isTrue();
    assertThat(CacheStatus.of("cache-3; fwd=uri-miss; collapsed=?0").hit()).isFalse();
  }

  @Test
  @DisplayName("no field: no cache had a part in the response")
  void absent() {
    assertThat(CacheStatus.of("").present()).isFalse();
    assertThat(CacheStatus.of("hit").hit()).isFalse();
  }
}
