package dev.weir.wccp.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.simulation.Machines.CacheSeat;
import dev.weir.wccp.simulation.Machines.RouterSeat;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What machines remember is what they were told last, not how often.
final class GrowthTest {
  @Test
  @DisplayName("§4 after an hour a machine holds no more than after five minutes")
  void keepsItsSize() {
    var kept = new Kept();
    Simulation.run(calm(Duration.ofMinutes(5)), kept);
    var early = kept.sizes();
    kept.machines.clear();

    Simulation.run(calm(Duration.ofHours(1)), kept);

    assertThat(early).hasSize(5).allMatch(size -> size > 50);
    assertThat(kept.sizes()).isEqualTo(early);
  }

  private static Plan calm(Duration length) {
    long end = length.toNanos();
    return new Plan(
        1,
        false,
        Set.of(),
        3,
        2,
        List.of(true),
        Duration.ofSeconds(1),
        false,
        false,
        new Plan.Knowledge(true, List.of(false), false, Manner.LISTED),
        end,
        end);
  }

  /// The product's machines, and a list of them.
  private static final class Kept implements Machines {
    private final Machines real = new RealMachines();
    private final List<Object> machines = new ArrayList<>();

    @Override
    public CacheMachine cache(CacheSeat seat, Instant now) {
      var machine = real.cache(seat, now);
      machines.add(machine);
      return machine;
    }

    @Override
    public RouterMachine router(RouterSeat seat, Instant now) {
      var machine = real.router(seat, now);
      machines.add(machine);
      return machine;
    }

    List<Integer> sizes() {
      return machines.stream().map(GrowthTest::reachable).toList();
    }
  }

  /// How many objects a machine holds.
  private static int reachable(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    var open = new ArrayDeque<Object>(List.of(root));
    while (!open.isEmpty()) {
      var next = open.remove();
      if (seen.add(next)) {
        open.addAll(held(next));
      }
    }
    return seen.size();
  }

  private static List<Object> held(Object holder) {
    var held = new ArrayList<Object>();
    switch (holder) {
      case Collection<?> all -> held.addAll(all);
      case Map<?, ?> map -> {
        held.addAll(map.keySet());
        held.addAll(map.values());
      }
      case Optional<?> optional -> optional.ifPresent(held::add);
      default -> {
        for (Class<?> type = holder.getClass(); ours(type); type = type.getSuperclass()) {
          for (Field field : type.getDeclaredFields()) {
            if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
              held.add(value(field, holder));
            }
          }
        }
      }
    }
    held.removeIf(it -> it == null);
    return held;
  }

  private static boolean ours(Class<?> type) {
    return type.getName().startsWith("dev.weir");
  }

  private static Object value(Field field, Object holder) {
    try {
      field.setAccessible(true);
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
