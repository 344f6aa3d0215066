package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.negotiation.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The router of the log of 2009: mask mode, MD5, service 0 (§7.1).
final class IosLogTest {
  @Test
  @DisplayName("§7.1 the messages are 140, 128, 164 and 1196 octets long")
  void lengths() {
    var router = SettingsOf.web().profile(Profile.IOS).bench();
    var squid = router.cache("192.0.2.11").byMask().listingUnheard();

    assertThat(router.length(squid.hereIAm())).isEqualTo(140);
    assertThat(router.length(answer(router.says(squid)))).isEqualTo(128);
    assertThat(router.length(answer(router.says(squid)))).isEqualTo(164);
    router.assigns(squid, 1, Bench.values(squid), Form.MASK);
    assertThat(router.length(answer(router.says(squid)))).isEqualTo(1196);
  }
}
