package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.negotiation.CachePreferences;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// What the operator decides about one service group of a cache.
///
/// `service` describes the group (§3.2); `weight` is 0–65535. `mask`, of at most 16 bits, is the
/// one by which a designated cache assigns where it assigns by mask. `minorMost` is the highest
/// minor version to speak, 0 or 1. With a `slowStart` a designated cache gives others' buckets to
/// one that comes in four steps.
public record CacheSettings(
    Component.Service service,
    InetAddress self,
    int weight,
    Routers routers,
    CachePreferences preferences,
    MaskSet.Mask mask,
    int minorMost,
    Numbering numbering,
    boolean slowStart) {
  /// Where our change numbers begin (ADR-0014).
  ///
  /// @param first larger than any that this address is known to have used
  /// @param lead how far above the numbers that routers show our first one is at least; 0 where it
  ///   is known what this address has used
  public record Numbering(int first, int lead) {
    /// The most by which it may lead.
    public static final int LEAD_MAX = 4_095;

    /// Refuses a lead outside its range.
    public Numbering {
      if (lead < 0 || lead > LEAD_MAX) {
        throw new IllegalArgumentException("lead " + lead);
      }
    }

    /// That of an address all of whose numbers are known.
    public static Numbering from(int first) {
      return new Numbering(first, 0);
    }
  }

  /// How a cache reaches the routers of a service group (§3.3).
  public sealed interface Routers {
    /// The most routers a group has (§4.5).
    int COUNT_MAX = 32;

    /// Each by an address of its own, best the one on the interface nearest to us (§7.2).
    record Listed(List<InetAddress> addresses) implements Routers {
      /// Copies the list; there are 1–32 of them.
      public Listed {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || addresses.size() > COUNT_MAX) {
          throw new IllegalArgumentException(addresses.size() + " routers");
        }
      }
    }

    /// All by one multicast address; whoever answers is one.
    record Multicast(InetAddress group) implements Routers {
      /// Refuses what is no multicast address.
      public Multicast {
        if (!group.isMulticastAddress()) {
          throw new IllegalArgumentException(group + " is no multicast address");
        }
      }
    }
  }

  /// Refuses a mask that has too many values, and IPv6 without the version that has it.
  public CacheSettings {
    if (mask.bits() > 16) {
      throw new IllegalArgumentException("a mask of " + mask.bits() + " bits");
    }
    if (self instanceof Inet6Address && minorMost == 0) {
      throw new IllegalArgumentException(self + " needs WCCP 2.01");
    }
  }

  /// The minor version in which we speak to who answers in that one. IPv6 there is only in 2.01
  /// (§3.0.4), so that with it nothing else is ever said.
  int minor(int answered) {
    return self instanceof Inet6Address ? minorMost : Math.min(minorMost, answered);
  }

  /// WCCP 2.00 with listed routers, GRE and hash.
  public static CacheSettings plain(
      Component.Service service,
      InetAddress self,
      int weight,
      List<? extends InetAddress> routers,
      Duration interval,
      int firstNumber) {
    return new CacheSettings(
        service,
        self,
        weight,
        new Routers.Listed(List.copyOf(routers)),
        CachePreferences.plain(interval),
        MaskSet.Mask.DEFAULT,
        0,
        Numbering.from(firstNumber),
        false);
  }
}
