package dev.weir.wccp.simulation.broken;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Component.RouterIdentity;
import dev.weir.wccp.message.Component.RouterView;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterSnapshot;
import dev.weir.wccp.simulation.Manner;
import dev.weir.wccp.simulation.Reading;
import dev.weir.wccp.simulation.Rewrite;
import dev.weir.wccp.simulation.RouterMachine;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Routers that forget a rule.
final class RouterDefects {
  private RouterDefects() {}

  private static ReceiveId lastSent(RouterSnapshot state, InetAddress cache) {
    return state.caches().stream()
        .filter(it -> it.address().equals(cache))
        .map(RouterSnapshot.Cache::lastSent)
        .findFirst()
        .orElse(ReceiveId.NONE);
  }

  static final class Timeless extends RouterShell {
    Timeless(RouterMachine real) {
      super(real);
    }

    @Override
    public List<RouterEffect> deadlinePassed(Instant now) {
      return List.of();
    }

    @Override
    public Instant nextDeadline() {
      return Instant.MAX;
    }
  }

  static final class AnyReceiveId extends RouterShell {
    AnyReceiveId(RouterMachine real) {
      super(real);
    }

    @Override
    Message in(Message message) {
      return message instanceof Message.RedirectAssign assign
          ? Rewrite.each(
              message,
              AddressedRouter.class,
              it ->
                  Rewrite.with(
                      it, "receiveId", lastSent(real.snapshot(), Reading.key(assign).designated())))
          : message;
    }
  }

  static final class AnyMemberChange extends RouterShell {
    AnyMemberChange(RouterMachine real) {
      super(real);
    }

    @Override
    Message in(Message message) {
      return Rewrite.each(
          message,
          AddressedRouter.class,
          it -> Rewrite.with(it, "memberChange", real.snapshot().memberChange()));
    }
  }

  static final class AnyEcho extends RouterShell {
    AnyEcho(RouterMachine real) {
      super(real);
    }

    @Override
    Message in(Message message) {
      return message instanceof Message.HereIAm hello
          ? Rewrite.each(
              message,
              HeardRouter.class,
              it ->
                  it.router().equals(real.snapshot().routerId())
                      ? Rewrite.with(
                          it, "receiveId", lastSent(real.snapshot(), hello.cache().address()))
                      : it)
          : message;
    }
  }

  static final class AnyDescription extends RouterShell {
    AnyDescription(RouterMachine real) {
      super(real);
    }

    @Override
    Message in(Message message) {
      var described = real.snapshot().service();
      return message instanceof Message.HereIAm && !described.ports().isEmpty()
          ? Rewrite.each(message, Component.Service.class, _ -> described)
          : message;
    }
  }

  static final class AnyVersion1Echo extends RouterShell {
    private InetAddress from = Manner.GROUP;

    AnyVersion1Echo(RouterMachine real) {
      super(real);
    }

    @Override
    public List<RouterEffect> received(
        Message message, InetAddress source, InetAddress sentTo, Instant now) {
      from = source;
      return super.received(message, source, sentTo, now);
    }

    @Override
    Message in(Message message) {
      return Rewrite.each(
          message,
          Version1.HereIAm.class,
          it -> Rewrite.with(it, "received", lastSent(real.snapshot(), from)));
    }
  }

  static final class OneOfGroup extends RouterShell {
    OneOfGroup(RouterMachine real) {
      super(real);
    }

    @Override
    Stream<RouterEffect> out(RouterEffect effect) {
      return Stream.of(
          effect instanceof RouterEffect.Send send && send.to().equals(Manner.GROUP)
              ? Rewrite.each(
                  effect,
                  RouterIdentity.class,
                  it ->
                      Rewrite.with(
                          it, "receivedFrom", it.receivedFrom().stream().limit(1).toList()))
              : effect);
    }
  }

  static final class NoChange extends RouterShell {
    NoChange(RouterMachine real) {
      super(real);
    }

    @Override
    Message in(Message message) {
      return Rewrite.each(
          message,
          AddressedRouter.class,
          it ->
              it.memberChange() == 1
                  ? Rewrite.with(it, "memberChange", real.snapshot().memberChange())
                  : it);
    }

    @Override
    Stream<RouterEffect> out(RouterEffect effect) {
      return Stream.of(
          Rewrite.each(effect, RouterView.class, it -> Rewrite.with(it, "memberChange", 1)));
    }

    @Override
    public RouterSnapshot snapshot() {
      return Rewrite.with(super.snapshot(), "memberChange", 1);
    }
  }

  static final class AsInstalled extends RouterShell {
    private HashAssignment installed = HashAssignment.NONE;

    AsInstalled(RouterMachine real) {
      super(real);
    }

    @Override
    Stream<RouterEffect> out(RouterEffect effect) {
      Rewrite.each(effect, HashAssignment.class, it -> installed = it);
      installed = effect instanceof RouterEffect.Flushed ? HashAssignment.NONE : installed;
      return Stream.of(effect);
    }

    @Override
    public RouterSnapshot snapshot() {
      return Rewrite.with(super.snapshot(), "assignment", installed);
    }
  }

  static final class Eternal extends RouterShell {
    private Optional<AssignmentKey> last = Optional.empty();

    Eternal(RouterMachine real) {
      super(real);
    }

    @Override
    Stream<RouterEffect> out(RouterEffect effect) {
      if (effect instanceof RouterEffect.Installed installed) {
        last = installed.key();
      }
      return effect instanceof RouterEffect.Flushed
          ? Stream.empty()
          : Stream.of(Rewrite.each(effect, RouterView.class, it -> Rewrite.with(it, "key", last)));
    }

    @Override
    public RouterSnapshot snapshot() {
      return Rewrite.with(super.snapshot(), "key", last);
    }
  }

  static final class Twice extends RouterShell {
    Twice(RouterMachine real) {
      super(real);
    }

    @Override
    Stream<RouterEffect> out(RouterEffect effect) {
      return Collections.nCopies(2, effect).stream();
    }
  }
}
