package dev.weir.wccp.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.cache.CacheEffect.Ignored;
import dev.weir.wccp.cache.CacheEffect.IgnoredReason;
import dev.weir.wccp.cache.CacheEffect.LossCause;
import dev.weir.wccp.cache.CacheEffect.Lost;
import dev.weir.wccp.message.Component.Commands.Command;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class LifecycleTest {
  private final ScriptedRouter router = new ScriptedRouter("192.0.2.1");
  private final ScriptedRouter other = new ScriptedRouter("192.0.2.2");

  @Test
  @DisplayName("§4.2 calling, usable, assigned: each is told when it is so")
  void states() {
    var bench = Bench.with(router).join();
    assertThat(bench.state(0)).isEqualTo("calling");
    assertThat(bench.run(ofMillis(1)).state(0)).isEqualTo("seen");
    assertThat(bench.run(ofSeconds(1)).state(0)).isEqualTo("usable");
    assertThat(bench.told(CacheEffect.Gained.class)).hasSize(1);
    assertThat(bench.told(CacheEffect.InForce.class)).isEmpty();

    bench.run(ofSeconds(30));

    assertThat(bench.state(0)).isEqualTo("assigned");
    assertThat(bench.told(CacheEffect.InForce.class)).hasSize(1);
    assertThat(bench.told(Lost.class)).isEmpty();
  }

  @Test
  @DisplayName("§11 a query's three answers are the same octet for octet, whatever changes between")
  void identicalAnswers() {
    var bench = Bench.with(router).settled();
    bench.receive(router.query(Bench.US), router.address);
    router.lists(Bench.HIGHER);
    bench.run(ofMillis(500));
    bench.on(new CacheEvent.Weigh(7));
    bench.run(ofMillis(1_500));

    assertThat(bench.hellos()).hasSize(3).containsOnly(bench.hellos().getFirst());
    assertThat(bench.hellos().getFirst().view().routers().getFirst().receiveId().value())
        .as("the query's receive id")
        .isLessThan(router.receiveId);

    bench.run(ofSeconds(10));
    assertThat(bench.lastHello().cache().weight()).isEqualTo(7);
  }

  @Test
  @DisplayName("§4.2 a router that we have given up asks: it is called at once, and has us again")
  void askedAfterGivingUp() {
    var bench = Bench.with(router).settled();
    router.silent = true;
    bench.run(ofSeconds(29));
    assertThat(bench.state(0)).isEqualTo("calling");
    router.silent = false;

    bench.fresh().receive(router.query(Bench.US), router.address);
    assertThat(bench.hellos()).hasSize(1);
    assertThat(bench.lastHello().view().routers()).as("the query's id does not count").isEmpty();
    assertThat(bench.told(Ignored.class))
        .containsExactly(new Ignored(IgnoredReason.UNKNOWN_ROUTER, router.address));

    bench.run(ofMillis(10));
    assertThat(bench.state(0)).isEqualTo("assigned");
  }

  @Test
  @DisplayName("§4.2 however often it asks, it is called every T/10 at most")
  void askedOften() {
    var bench = Bench.with(router).settled();
    router.silent = true;
    bench.run(ofSeconds(29)).fresh();
    for (int i = 0; i < 50; i++) {
      bench.receive(router.query(Bench.US), router.address);
      bench.run(ofMillis(100));
    }

    assertThat(bench.hellos()).hasSizeBetween(2, 6);
  }

  @Test
  @DisplayName("§7.2 a router with a new id is one that has restarted: it is believed at once")
  void newId() {
    var bench = Bench.with(router).settled();
    router.reboots();
    router.id = Bench.cache(3);
    bench.run(ofSeconds(10));

    assertThat(bench.told(Lost.class)).containsExactly(new Lost(router.address, LossCause.OMITTED));
    assertThat(bench.group.snapshot().routers().getFirst().id()).contains(Bench.cache(3));

    bench.run(ofSeconds(40));

    assertThat(bench.state(0)).isEqualTo("assigned");
    assertThat(bench.assigns().getLast().assignment().routers())
        .extracting(it -> it.router())
        .containsExactly(Bench.cache(3));
  }

  @Test
  @DisplayName("§4.2 a receive id lower than the last one counts: the router has restarted")
  void lowerReceiveId() {
    router.receiveId = 1_000_000;
    var bench = Bench.with(router).settled();
    router.reboots();
    bench.run(ofSeconds(21));

    assertThat(bench.state(0)).isEqualTo("usable");
    assertThat(bench.lastHello().view().routers().getFirst().receiveId().value()).isLessThan(10);

    bench.run(ofSeconds(30));
    assertThat(bench.state(0)).isEqualTo("assigned");
  }

  @Test
  @DisplayName("§4.2 one router under two addresses is used under one, and nothing breaks")
  void routerTwice() {
    router.reachable.add(other.address);
    var bench = new Bench(Bench.settings(router, other), router).join().run(ofSeconds(100));

    assertThat(bench.told(Ignored.class))
        .isNotEmpty()
        .allMatch(it -> it.reason() == IgnoredReason.ROUTER_TWICE);
    assertThat(bench.state(0)).isEqualTo("assigned");
    assertThat(bench.state(1)).isEqualTo("calling");
    assertThat(bench.told(Lost.class)).isEmpty();
    assertThat(bench.hellos()).allMatch(it -> it.view().routers().size() <= 1);
    long spent = bench.sent.stream().filter(it -> it.to().equals(other.address)).count();
    assertThat(spent).as("every 60 s").isEqualTo(2);
  }

  @Test
  @DisplayName("§4.2 a router that takes another live one's id is lost, and it is said so")
  void becomesAlias() {
    var bench = Bench.with(router, other).settled();
    other.id = router.id;
    bench.run(ofSeconds(10));

    assertThat(bench.told(Lost.class)).containsExactly(new Lost(other.address, LossCause.OMITTED));
    assertThat(bench.state(0)).isEqualTo("assigned");
    assertThat(bench.state(1)).isEqualTo("calling");
  }

  @Test
  @DisplayName("§4.2 what the router spends on its other address is not lost: no id is out of date")
  void idsOfBothAddresses() {
    router.reachable.add(other.address);
    var bench = new Bench(Bench.settings(router, other), router).join().run(ofSeconds(65));
    assertThat(bench.sent.stream().filter(it -> it.to().equals(other.address))).hasSize(2);

    bench.fresh().run(ofSeconds(6));

    assertThat(bench.lastHello().view().routers().getFirst().receiveId().value())
        .isEqualTo(router.receiveId - 1);
  }

  @Test
  @DisplayName("§4.2 when the address in use dies, the router is used under the other one")
  void otherAddressTakesOver() {
    router.reachable.add(other.address);
    var bench = new Bench(Bench.settings(router, other), router).join().run(ofSeconds(45));
    router.reachable.remove(router.address);
    bench.run(ofSeconds(110));

    assertThat(bench.state(0)).isEqualTo("calling");
    assertThat(bench.state(1)).isEqualTo("assigned");
  }

  @Test
  @DisplayName("§3.15 SHUTDOWN goes out at once; when the router has confirmed it we have left")
  void leaves() {
    var bench = Bench.with(router).settled();
    bench.on(new CacheEvent.Leave());

    assertThat(bench.lastHello().commands().orElseThrow().commands())
        .containsExactly(new Command(Command.SHUTDOWN, Bench.US));
    bench.run(ofMillis(1));
    assertThat(bench.told(CacheEffect.Left.class)).hasSize(1);
    assertThat(bench.fresh().run(ofSeconds(100)).sent).isEmpty();
  }

  @Test
  @DisplayName("§4.2 a router that does not know SHUTDOWN is told three times, with T between")
  void leavesOldRouter() {
    var bench = Bench.with(router, other).settled();
    router.silent = true;
    bench.on(new CacheEvent.Leave());
    bench.run(ofSeconds(15));
    assertThat(bench.told(CacheEffect.Left.class)).isEmpty();

    bench.run(ofSeconds(15));

    assertThat(bench.told(CacheEffect.Left.class)).hasSize(1);
    assertThat(bench.sent.stream().filter(it -> it.to().equals(router.address)))
        .hasSizeBetween(2, 3);
    assertThat(bench.sent.stream().filter(it -> it.to().equals(other.address))).hasSize(1);
    assertThat(bench.assigns()).as("who leaves assigns nothing").isEmpty();
  }

  @Test
  @DisplayName("§3.15 SHUTDOWN does not wait for the answers that a query still has to get")
  void leavesWhileQueried() {
    var bench = Bench.with(router).settled();
    router.silent = true;
    bench.receive(router.query(Bench.US), router.address);
    bench.fresh().on(new CacheEvent.Leave());
    bench.run(ofSeconds(40));

    assertThat(bench.hellos()).isNotEmpty().allMatch(it -> it.commands().isPresent());
  }

  @Test
  @DisplayName("§4.3 when the designated cache leaves, the next one takes over")
  void takesOver() {
    router.lists(Bench.LOWER);
    var bench = Bench.with(router).join().run(ofSeconds(40));
    assertThat(bench.designated()).contains(Bench.LOWER);
    assertThat(bench.assigns()).isEmpty();

    router.drops(Bench.LOWER);
    bench.run(ofSeconds(40));

    assertThat(bench.designated()).contains(Bench.US);
    assertThat(bench.told(CacheEffect.Designated.class))
        .extracting(CacheEffect.Designated::cache)
        .endsWith(Optional.of(Bench.LOWER), Optional.of(Bench.US));
    assertThat(bench.assigns()).hasSize(1);
  }

  @Test
  @DisplayName("§4.3 a lower cache that joins takes over from us: we send nothing more")
  void yields() {
    var bench = Bench.with(router).settled();
    router.lists(Bench.LOWER);
    bench.run(ofSeconds(100));

    assertThat(bench.designated()).contains(Bench.LOWER);
    assertThat(bench.assigns()).isEmpty();
  }

  @Test
  @DisplayName("§4.1 a deadline told early or late or twice changes nothing that is sent")
  void punctual() {
    var plain = Bench.with(new ScriptedRouter("192.0.2.1")).join();
    var nervous = Bench.with(router).join();
    for (int i = 0; i < 600; i++) {
      plain.run(ofMillis(100));
      nervous.run(ofMillis(100));
      nervous.on(new CacheEvent.DeadlinePassed());
      nervous.on(new CacheEvent.DeadlinePassed());
    }

    assertThat(nervous.sent).isEqualTo(plain.sent);
    assertThat(List.copyOf(nervous.effects)).isEqualTo(plain.effects);
  }
}
