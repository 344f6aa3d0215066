package dev.weir.wccp.simulation;

import dev.weir.wccp.message.Component;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Makes the machines of a world. A variant with a defect wraps what another one makes.
public interface Machines {
  /// What a cache's process knows when it starts. `wallClock` may jump; `now` never does. `members`
  /// are the caches of its cluster, if it is in one; `lead` is for who has lost its disk.
  record CacheSeat(
      Terms terms,
      InetAddress self,
      int weight,
      List<InetAddress> routers,
      Optional<Set<InetAddress>> members,
      int firstNumber,
      int lead,
      Supplier<Instant> wallClock,
      Supplier<Instant> monotonicClock) {}

  /// What a router's process knows when it starts. With `plainTimers` it offers no capabilities 4
  /// and 5; a `strict` one does not answer a HERE_I_AM with a wrong receive id.
  record RouterSeat(Terms terms, InetAddress routerId, boolean plainTimers, boolean strict) {}

  /// What belongs to the group and the software: `byMask` is how caches would like to assign,
  /// `minorMost` the newest minor version spoken, `interval` what a cache would like to go by.
  record Terms(
      Component.Service service, boolean byMask, int minorMost, Duration interval, Manner manner) {}

  /// The machine of a cache that starts now.
  CacheMachine cache(CacheSeat seat, Instant now);

  /// The machine of a router that starts now.
  RouterMachine router(RouterSeat seat, Instant now);
}
