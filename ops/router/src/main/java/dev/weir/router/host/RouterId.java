package dev.weir.router.host;

import dev.weir.node.life.HostException;
import dev.weir.router.config.RouterSection;
import dev.weir.wccp.negotiation.Profile;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which address is the router's id when none is written (§7.3, §7.4).
///
/// As on the routers it is likened to: the highest address of a loopback interface, else of any;
/// with the profile of an ASA the highest of any.
public final class RouterId {
  private RouterId() {}

  /// An address of this host.
  ///
  /// @param loopback whether its interface is a loopback
  record Own(boolean loopback, Inet4Address address) {}

  /// The id that is written, or the one that this host's addresses decide.
  ///
  /// @throws HostException when there is no address to choose
  public static Inet4Address of(RouterSection router) throws HostException {
    if (router.id().isPresent()) {
      return router.id().get();
    }
    try {
      var own = new ArrayList<Own>();
      for (NetworkInterface device : NetworkInterface.networkInterfaces().toList()) {
        boolean loopback = device.isLoopback();
        device
            .inetAddresses()
            .flatMap(it -> it instanceof Inet4Address v4 ? Stream.of(v4) : Stream.empty())
            .filter(it -> !it.isLoopbackAddress())
            .forEach(it -> own.add(new Own(loopback, it)));
      }
      return choose(own, router.profile() != Profile.ASA)
          .orElseThrow(
              () -> new HostException("This host has no IPv4 address to be router.id; write one."));
    } catch (SocketException e) {
      throw new HostException("Cannot list the network interfaces: " + e.getMessage(), e);
    }
  }

  /// The highest address, where wanted the highest of a loopback if there is any.
  static Optional<Inet4Address> choose(List<Own> own, boolean preferLoopback) {
    Comparator<Own> byAddress =
        Comparator.comparing(it -> it.address().getAddress(), Arrays::compareUnsigned);
    return own.stream()
        .max(
            preferLoopback
                ? Comparator.comparing(Own::loopback).thenComparing(byAddress)
                : byAddress)
        .map(Own::address);
  }
}
