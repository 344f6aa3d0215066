package dev.weir.node.proxy.outward;

import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.chain.Course;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.request.CheckedRequest;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.function.BiConsumer;

/// Where the host of a request is, and whose its key is. For any thread.
///
/// @param owners whose a key is
public record Whose(OwnerLookup owners, ProxyMeters meters) {
  private static final long NO_TENURE = Long.MAX_VALUE;

  /// Tells, on `loop`, what was found of the host of a request, and whose its key is.
  public void find(
      CheckedRequest request,
      Caller caller,
      Course course,
      EventLoop loop,
      BiConsumer<HostVerdict, Owner> told) {
    switch (caller.wish()) {
      case HANDED_OVER -> {
        List<Long> tenures = owners.gives(request.key());
        long tenure = tenures.isEmpty() ? NO_TENURE : tenures.getFirst();
        told.accept(HostVerdict.VERIFIED, new Owner.Here(tenure, List.of(), tenures));
      }
      case RELAYED, OWNED -> {
        course.decideAt(caller.destination());
        owner(request, caller, course, HostVerdict.VERIFIED, inLoop(loop, told));
      }
      case ALL ->
          course.find(
              request.authority(),
              caller,
              loop,
              verdict -> {
                meters.hostChecked(verdict, request.authority().host(), caller.destination());
                owner(request, caller, course, verdict, inLoop(loop, told));
              });
    }
  }

  private void owner(
      CheckedRequest request,
      Caller caller,
      Course course,
      HostVerdict verdict,
      BiConsumer<HostVerdict, Owner> told) {
    if (!course.stores()) {
      told.accept(verdict, Owner.NOBODY);
      return;
    }
    OwnerLookup lookup = caller.isClient() ? owners : owners.relayed();
    lookup.ask(
        request.key(),
        caller.destination(),
        verdict.verified(),
        owner -> told.accept(verdict, owner));
  }

  private static BiConsumer<HostVerdict, Owner> inLoop(
      EventLoop loop, BiConsumer<HostVerdict, Owner> told) {
    return (verdict, owner) -> {
      if (loop.inEventLoop()) {
        told.accept(verdict, owner);
      } else {
        loop.execute(() -> told.accept(verdict, owner));
      }
    };
  }
}
