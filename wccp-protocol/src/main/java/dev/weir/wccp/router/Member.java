package dev.weir.wccp.router;

import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.ReceiveId;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.List;

/// What a router knows of one cache. Confined to its [RouterGroup].
final class Member {
  final Inet4Address address;
  Inet4Address source;
  Inet4Address sentTo;
  CacheIdentity identity;
  Instant heardAt;
  ReceiveId lastSent = ReceiveId.NONE;
  List<Inet4Address> routers = List.of();
  boolean usable;
  boolean queried;

  Member(CacheIdentity identity, Inet4Address source, Inet4Address sentTo, Instant now) {
    this.address = identity.address();
    this.identity = identity;
    this.source = source;
    this.sentTo = sentTo;
    this.heardAt = now;
  }
}
