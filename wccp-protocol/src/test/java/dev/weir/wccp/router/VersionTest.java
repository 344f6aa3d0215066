package dev.weir.wccp.router;

import static dev.weir.wccp.router.Bench.answer;
import static dev.weir.wccp.router.Bench.ignored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Share;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// §4.4 versions: 2.00, 2.01 and what may come.
final class VersionTest {
  private static final InetAddress IPV6 = InetAddress.ofLiteral("2001:db8::1");

  @ParameterizedTest
  @CsvSource({
    "0,false,0, 0", "0,false,1, 0", "0,true,0, 0", "0,true,1, 0",
    "1,false,0, 0", "1,false,1, 1", "1,true,0, 1", "1,true,1, 1",
    "1,false,9, 1", "0,false,9, 0", "1,true,9, 1"
  })
  @DisplayName("§4.4 V asks for our highest minor version; without V the header's, as far as we go")
  void answered(int ours, boolean asksForHighest, int header, int answer) {
    var router = SettingsOf.web().minor(ours).bench();
    var cache = router.cache("192.0.2.11");
    cache.minor = header;
    cache.asksForHighest = asksForHighest;

    router.join(cache);

    assertThat(cache.lastSeen.orElseThrow().minor()).isEqualTo(answer);
  }

  @Test
  @DisplayName("§4.4 a REMOVAL_QUERY is of the version that the cache is answered in")
  void query() {
    var router = SettingsOf.web().bench();
    var cache = router.cache("192.0.2.11");
    cache.minor = 1;
    router.join(cache);

    assertThat(Bench.sent(router.after(25)))
        .singleElement()
        .matches(it -> it instanceof Message.RemovalQuery query && query.minor() == 1);
  }

  @Test
  @DisplayName("§3.5 No Assignment Data is shown as it came in 2.01, as empty buckets in 2.00")
  void noAssignment() {
    var router = SettingsOf.web().bench();
    var modern = router.cache("192.0.2.11");
    modern.minor = 1;
    modern.share = new Share.None();
    router.join(modern);
    var old = router.joined("192.0.2.12");

    assertThat(shown(router, modern)).isEqualTo(new Share.None());
    assertThat(shown(router, old)).isEqualTo(new Share.Hash(BucketSet.EMPTY, 0, 0));

    router.assigns(old, 1, Bench.buckets(modern, old), Form.PLAIN);
    assertThat(shown(router, modern))
        .as("what it owns must be told")
        .isInstanceOf(Share.Hash.class);
  }

  @Test
  @DisplayName("§3.5 extended identities are shown extended in 2.01, plain in 2.00")
  void extended() {
    var router = SettingsOf.web().bench();
    var modern = router.cache("192.0.2.11");
    modern.minor = 1;
    modern.share = new Share.Extended(new Share.WeightOnly(30, 2));
    router.join(modern);
    var old = router.joined("192.0.2.12");

    assertThat(shown(router, modern)).isEqualTo(modern.share);
    assertThat(shown(router, old)).isEqualTo(new Share.Hash(BucketSet.EMPTY, 30, 2));

    var table = Bench.buckets(modern, old);
    router.assigns(old, 1, table, Form.PLAIN);
    var owned = new Share.Hash(table.share(modern.address), 30, 2);
    assertThat(shown(router, modern)).isEqualTo(new Share.Extended(owned));
    assertThat(shown(router, old)).isEqualTo(owned);
  }

  @Test
  @DisplayName("§3.5 in a group of masks the forms of 2.01 stay what they are, and grow no values")
  void extendedMasks() {
    var router = SettingsOf.web().bench();
    var modern = router.cache("192.0.2.11").byMask();
    modern.minor = 1;
    modern.share = new Share.Extended(new Share.AlternateMask(Bench.values(modern).sets(), 3, 0));
    router.join(modern);

    assertThat(shown(router, modern))
        .matches(it ->
            it instanceof Share.Extended(Share.Mask mask)
                && mask.weight() == 3
                && mask.sets().size() == 1
                && mask.sets().getFirst().values().isEmpty());
    router.assigns(modern, 1, Bench.values(modern), Form.ALTERNATE_MASK);
    modern.share = new Share.Extended(new Share.WeightOnly(4, 0));
    router.says(modern);
    assertThat(shown(router, modern)).as("the map tells its values").isEqualTo(modern.share);
  }

  @Test
  @DisplayName("§3.16 a group of IPv6 lives from HERE_I_AM to removal, always in 2.01")
  void ipv6() {
    var router = SettingsOf.of(ServiceGroup.WEB_CACHE, IPV6).bench();
    var one = router.cache("2001:db8::11").byMask();
    var two = router.cache("2001:db8::12").byMask();
    one.minor = 1;
    two.minor = 1;
    router.join(one);
    router.join(two);
    router.says(one);

    assertThat(ignored(router.assigns(one, 1, Bench.values(one, two), Form.ALTERNATE_MASK)))
        .isEmpty();
    var seen = answer(router.says(two));

    assertThat(seen.minor()).isEqualTo(1);
    assertThat(seen.router().sentTo()).isEqualTo(IPV6);
    assertThat(seen.map().orElseThrow().assignment()).isEqualTo(Bench.values(one, two));
    router.leaves(two);
    router.after(30);
    assertThat(router.state().caches()).isEmpty();
  }

  @Test
  @DisplayName("§3.16 a cache of another family than the router's cannot be in one message with it")
  void families() {
    var router = SettingsOf.of(ServiceGroup.WEB_CACHE, IPV6).bench();

    assertThat(ignored(router.says(router.cache("192.0.2.11"))))
        .containsExactly(IgnoredReason.CACHE_ADDRESS);
  }

  @Test
  @DisplayName("§3.16 a router of IPv6 that shall not speak 2.01 is a mistake, and so is a 2.02")
  void impossible() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SettingsOf.of(ServiceGroup.WEB_CACHE, IPV6).minor(0));
    assertThatIllegalArgumentException().isThrownBy(() -> SettingsOf.web().minor(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SettingsOf.web().multicast(InetAddress.ofLiteral("ff05::1"), 0));
  }

  private static Share shown(Bench router, Puppet to) {
    return answer(router.says(to)).view().caches().getFirst().share();
  }
}
