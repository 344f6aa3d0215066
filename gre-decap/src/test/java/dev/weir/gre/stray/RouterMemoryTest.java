package dev.weir.gre.stray;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("§6.4 which router a packet came from")
class RouterMemoryTest {
  private static final int CLIENT = 0xC6336407;
  private static final int ORIGIN = 0xCB007150;
  private static final long ROUTE = RouterMemory.route(0xC0000201, 0x000000EA);

  private final RouterMemory memory = new RouterMemory();

  @Test
  @DisplayName("a pair is found with its router and its word; the other way round it is another")
  void remembers() {
    memory.remember(CLIENT, ORIGIN, ROUTE);

    assertThat(memory.routeOf(CLIENT, ORIGIN)).isEqualTo(ROUTE);
    assertThat(RouterMemory.router(ROUTE)).isEqualTo(0xC0000201);
    assertThat(RouterMemory.redirectWord(ROUTE)).isEqualTo(0xEA);
    assertThat(memory.routeOf(ORIGIN, CLIENT)).isEqualTo(RouterMemory.FORGOTTEN);
    assertThat(memory.routeOf(0, 0)).isEqualTo(RouterMemory.FORGOTTEN);
  }

  @Test
  @DisplayName("the last route of a pair counts")
  void followsTheRouter() {
    memory.remember(CLIENT, ORIGIN, ROUTE);
    memory.remember(CLIENT, ORIGIN, RouterMemory.route(0xC0000202, -1));

    assertThat(memory.routeOf(CLIENT, ORIGIN)).isEqualTo(0xC0000202_FFFFFFFFL);
  }

  @Test
  @DisplayName("a million pairs: a route is right or forgotten, and most recent ones are known")
  void isBounded() {
    var random = new SplittableRandom(64);
    int wrong = 0;
    int known = 0;
    int[] clients = random.ints(1_000_000).toArray();
    for (int client : clients) {
      memory.remember(client, ORIGIN, RouterMemory.route(client | 1, client));
    }
    for (int i = clients.length - 10_000; i < clients.length; i++) {
      long route = memory.routeOf(clients[i], ORIGIN);
      if (route == RouterMemory.route(clients[i] | 1, clients[i])) {
        known++;
      } else if (route != RouterMemory.FORGOTTEN) {
        wrong++;
      }
    }

    assertThat(wrong).isZero();
    assertThat(known).isGreaterThan(9_000);
  }

  @Test
  @DisplayName("who asks while another pair is written into the same place never gets its route")
  void isNeverTorn() throws InterruptedException {
    int[] rivals = rivals();
    var done = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 2_000_000; i++) {
                int client = rivals[i & 1];
                memory.remember(client, ORIGIN, RouterMemory.route(client, client));
              }
              done.set(true);
            });
    int wrong = 0;
    while (!done.get()) {
      long route = memory.routeOf(rivals[0], ORIGIN);
      if (route != RouterMemory.FORGOTTEN && route != RouterMemory.route(rivals[0], rivals[0])) {
        wrong++;
      }
    }
    writer.join();

    assertThat(wrong).isZero();
  }

  /// Two clients that share a place.
  private int[] rivals() {
    memory.remember(CLIENT, ORIGIN, ROUTE);
    int other = 1;
    while (memory.routeOf(CLIENT, ORIGIN) == ROUTE) {
      other++;
      memory.remember(other, ORIGIN, ROUTE);
    }
    return new int[] {CLIENT, other};
  }
}
