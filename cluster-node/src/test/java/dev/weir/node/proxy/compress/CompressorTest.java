package dev.weir.node.proxy.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.telemetry.Telemetry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How much is compressed at a time.
final class CompressorTest {
  @Test
  @DisplayName(
      "SEC-R3 bodies in the making: 32 for each event loop, and one more when one has ended")
  void places() {
    var telemetry = new Telemetry();
    var compressor = new Compressor(() -> Compression.NONE, 2, telemetry);
    for (int i = 0; i < 64; i++) {
      assertThat(compressor.begin()).isTrue();
    }
    assertThat(compressor.begin()).isFalse();
    assertThat(telemetry.scrape()).contains("weir_compression_spared_total 1.0");

    compressor.end();

    assertThat(compressor.begin()).isTrue();
    assertThat(compressor.begin()).isFalse();
  }
}
