package dev.weir.wccp.router;

import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.ReceiveId;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/// What a router knows of one cache. Confined to its [RouterGroup].
final class Member {
  final InetAddress address;
  InetAddress source;
  InetAddress sentTo;
  CacheIdentity identity;
  Instant heardAt;
  ReceiveId lastSent = ReceiveId.NONE;
  List<InetAddress> routers = List.of();
  boolean usable;
  boolean queried;

  Member(CacheIdentity identity, InetAddress source, InetAddress sentTo, Instant now) {
    this.address = identity.address();
    this.identity = identity;
    this.source = source;
    this.sentTo = sentTo;
    this.heardAt = now;
  }
}
