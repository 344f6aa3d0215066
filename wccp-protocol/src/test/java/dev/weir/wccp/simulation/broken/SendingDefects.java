package dev.weir.wccp.simulation.broken;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEffect.Send;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.simulation.CacheMachine;
import dev.weir.wccp.simulation.Machines.CacheSeat;
import dev.weir.wccp.simulation.Reading;
import dev.weir.wccp.simulation.Rewrite;
import dev.weir.wccp.simulation.Table;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Caches that send what they should not, or do not send what they should.
final class SendingDefects {
  private SendingDefects() {}

  static boolean table(CacheEffect effect) {
    return effect instanceof Send send && send.message() instanceof Message.RedirectAssign;
  }

  private static Message.RedirectAssign assign(CacheEffect effect) {
    return (Message.RedirectAssign) ((Send) effect).message();
  }

  static final class OneKey extends CacheShell {
    private final CacheSeat seat;
    private int last;

    OneKey(CacheMachine real, CacheSeat seat) {
      super(real);
      this.seat = seat;
      this.last = seat.firstNumber();
    }

    @Override
    Optional<Message> in(Message message, InetAddress from, Instant now) {
      return Optional.of(Rewrite.each(message, AssignmentKey.class, key -> number(key, last)));
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      if (table(effect)) {
        last = Reading.key(assign(effect)).number();
      }
      return Stream.of(
          Rewrite.each(effect, AssignmentKey.class, key -> number(key, seat.firstNumber())));
    }

    private AssignmentKey number(AssignmentKey key, int number) {
      return key.designated().equals(seat.self()) ? Rewrite.with(key, "number", number) : key;
    }
  }

  static final class Once extends CacheShell {
    private final Map<AssignmentKey, Instant> first = new HashMap<>();

    Once(CacheMachine real) {
      super(real);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      boolean again =
          table(effect)
              && !now.equals(first.computeIfAbsent(Reading.key(assign(effect)), _ -> now));
      return again ? Stream.empty() : Stream.of(effect);
    }
  }

  static final class StaleRepeats extends CacheShell {
    private final Map<AssignmentKey, Message.RedirectAssign> first = new HashMap<>();

    StaleRepeats(CacheMachine real) {
      super(real);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      return Stream.of(
          table(effect)
              ? Rewrite.each(
                  effect,
                  Message.RedirectAssign.class,
                  it -> first.computeIfAbsent(Reading.key(it), _ -> it))
              : effect);
    }
  }

  static final class OneRouter extends CacheShell {
    OneRouter(CacheMachine real) {
      super(real);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      return Stream.of(
          table(effect)
              ? Rewrite.each(effect, Message.RedirectAssign.class, Reading::forFirstRouter)
              : effect);
    }
  }

  static final class Hole extends CacheShell {
    Hole(CacheMachine real) {
      super(real);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      return Stream.of(
          table(effect) ? Rewrite.each(effect, HashAssignment.class, Hole::holed) : effect);
    }

    private static HashAssignment holed(HashAssignment whole) {
      var shares = new LinkedHashMap<InetAddress, BucketSet>();
      whole
          .shares()
          .forEach((cache, share) ->
              shares.put(cache, BucketSet.of(share.stream().filter(bucket -> bucket != 7))));
      return Reading.assignment(shares);
    }
  }

  static final class Turned extends CacheShell {
    Turned(CacheMachine real) {
      super(real);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      if (!table(effect)) {
        return Stream.of(effect);
      }
      int by = Reading.key(assign(effect)).number();
      return Stream.of(Rewrite.each(effect, HashAssignment.class, it -> turned(it, by)));
    }

    private static HashAssignment turned(HashAssignment table, int by) {
      var shares = new LinkedHashMap<InetAddress, BucketSet>();
      table
          .shares()
          .forEach((cache, share) ->
              shares.put(
                  cache,
                  BucketSet.of(
                      share.stream().map(bucket -> Math.floorMod(bucket + by, Table.BUCKETS)))));
      return Reading.assignment(shares);
    }
  }

  static final class Absent extends CacheShell {
    private final Set<InetAddress> everSeen = new LinkedHashSet<>();

    Absent(CacheMachine real) {
      super(real);
    }

    @Override
    Optional<Message> in(Message message, InetAddress from, Instant now) {
      if (message instanceof Message.ISeeYou seen) {
        seen.view().caches().stream().map(CacheIdentity::address).forEach(everSeen::add);
      }
      return Optional.of(message);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      return Stream.of(
          table(effect) ? Rewrite.each(effect, HashAssignment.class, this::crowded) : effect);
    }

    private HashAssignment crowded(HashAssignment table) {
      var shares = new LinkedHashMap<InetAddress, BucketSet>();
      everSeen.forEach(cache -> shares.put(cache, table.share(cache)));
      return Reading.assignment(shares);
    }
  }

  static final class Storm extends CacheShell {
    Storm(CacheMachine real) {
      super(real);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      boolean hello = effect instanceof Send send && send.message() instanceof Message.HereIAm;
      return Collections.nCopies(hello ? 20 : 1, effect).stream();
    }
  }

  static final class Guess extends CacheShell {
    Guess(CacheMachine real) {
      super(real);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      boolean hello = effect instanceof Send send && send.message() instanceof Message.HereIAm;
      return Stream.of(
          hello
              ? Rewrite.each(effect, ReceiveId.class, id -> new ReceiveId(id.value() + 1))
              : effect);
    }
  }

  static final class OtherReceiveId extends CacheShell {
    OtherReceiveId(CacheMachine real) {
      super(real);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      boolean tells =
          effect instanceof Send send && send.message() instanceof Version1.AssignBuckets;
      return Stream.of(
          tells
              ? Rewrite.each(effect, ReceiveId.class, id -> new ReceiveId(id.value() - 1))
              : effect);
    }
  }

  static final class MissingValue extends CacheShell {
    MissingValue(CacheMachine real) {
      super(real);
    }

    @Override
    Stream<CacheEffect> out(CacheEffect effect, Instant now) {
      return Stream.of(
          table(effect)
              ? Rewrite.each(
                  effect,
                  MaskSet.class,
                  it -> Rewrite.with(it, "values", it.values().stream().skip(1).toList()))
              : effect);
    }
  }
}
