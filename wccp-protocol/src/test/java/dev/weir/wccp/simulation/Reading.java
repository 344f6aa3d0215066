package dev.weir.wccp.simulation;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What messages say about tables: the one place of the simulation that knows where they say it.
public final class Reading {
  private Reading() {}

  /// Whether a message tells a router a table, in either version.
  public static boolean tells(Message message) {
    return message instanceof Message.RedirectAssign || message instanceof Version1.AssignBuckets;
  }

  /// The table that a router of WCCP1 shows.
  public static Table shown(Version1.ISeeYou seen) {
    Map<InetAddress, BucketSet> shares = new LinkedHashMap<>();
    for (Version1.ISeeYou.Entry entry : seen.caches()) {
      if (!entry.historical() && !entry.buckets().isEmpty()) {
        shares.putIfAbsent(entry.cache(), entry.buckets());
      }
    }
    return Table.of(HashAssignment.ofShares(shares));
  }

  /// The key of a table that is sent.
  public static AssignmentKey key(Message.RedirectAssign assign) {
    return assign.assignment().key();
  }

  /// The routers it is for.
  public static List<AddressedRouter> addressed(Message.RedirectAssign assign) {
    return assign.assignment().routers();
  }

  /// The table itself.
  public static Table table(Message.RedirectAssign assign) {
    return Table.of(assign.assignment().assignment());
  }

  /// The table that a router's view shows; nobody's when it shows no key.
  public static Table shown(Message.ISeeYou seen) {
    if (seen.view().key().isPresent() && seen.map().isPresent()) {
      return Table.of(seen.map().get().assignment());
    }
    Map<InetAddress, BucketSet> shares = new LinkedHashMap<>();
    if (seen.view().key().isPresent()) {
      for (CacheIdentity cache : seen.view().caches()) {
        if (!cache.historical()) {
          shares.put(cache.address(), cache.buckets());
        }
      }
    }
    return Table.of(HashAssignment.ofShares(shares));
  }

  /// The same assignment with another table: `share.get(c)` are the buckets of cache `c`.
  public static HashAssignment assignment(Map<InetAddress, BucketSet> shares) {
    return HashAssignment.ofShares(shares);
  }

  /// The same table, but for the first router alone.
  public static Message.RedirectAssign forFirstRouter(Message.RedirectAssign assign) {
    return Rewrite.with(
        assign,
        "assignment",
        Rewrite.with(assign.assignment(), "routers", List.of(addressed(assign).getFirst())));
  }
}
