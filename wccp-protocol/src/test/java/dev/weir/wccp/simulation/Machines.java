package dev.weir.wccp.simulation;

import dev.weir.wccp.message.ServiceGroup;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// Makes the machines of a world. A variant with a defect wraps what another one makes.
public interface Machines {
  /// What a cache's process knows when it starts. `wallClock` may jump; `now` never does.
  record CacheSeat(
      ServiceGroup group,
      InetAddress self,
      int weight,
      List<InetAddress> routers,
      Duration interval,
      int firstNumber,
      Supplier<Instant> wallClock,
      Supplier<Instant> monotonicClock) {}

  /// What a router's process knows when it starts. With `plainTimers` it offers no capabilities 4
  /// and 5; a `strict` one does not answer a HERE_I_AM with a wrong receive id.
  record RouterSeat(
      ServiceGroup group, InetAddress routerId, boolean plainTimers, boolean strict) {}

  /// The machine of a cache that starts now.
  CacheMachine cache(CacheSeat seat, Instant now);

  /// The machine of a router that starts now.
  RouterMachine router(RouterSeat seat, Instant now);
}
