package dev.weir.node.front;

import dev.weir.cache.disk.DiskSettings;
import dev.weir.cache.disk.DiskTier;
import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.LocalDirectory;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.access.AccessLog;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.entry.ForwardConfig;
import dev.weir.node.config.icap.IcapConfig;
import dev.weir.node.life.HostException;
import dev.weir.node.proxy.access.live.AccessControl;
import dev.weir.node.proxy.disk.DiskMeters;
import dev.weir.node.proxy.disk.HostMoments;
import dev.weir.node.proxy.icap.IcapSettings;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What a cache opens on its host before it serves anybody, and why it cannot.
public final class Openings {
  private Openings() {}

  /// The log of what clients ask.
  ///
  /// @throws HostException when it cannot be written
  public static AccessLog log(NodeConfig config, EventLog events, Telemetry telemetry)
      throws HostException {
    var access = config.log().accessLog(config.node().name());
    try {
      return AccessLog.open(access, events, telemetry);
    } catch (IOException e) {
      throw unwritable(access, e);
    }
  }

  /// The same log as another configuration wants it.
  ///
  /// @throws HostException when it cannot be written
  public static AccessLog.Next log(AccessLog log, NodeConfig next) throws HostException {
    var access = next.log().accessLog(next.node().name());
    try {
      return log.next(access);
    } catch (IOException e) {
      throw unwritable(access, e);
    }
  }

  private static HostException unwritable(Optional<AccessLog.Settings> log, IOException why) {
    return new HostException(
        "Cannot write the access log "
            + log.map(it -> it.file().toString()).orElse("")
            + ": "
            + why
            + ". Its folder must be there, and the node may write to it; or change log.access.",
        why);
  }

  /// Who may what.
  ///
  /// @throws HostException when a list cannot be read
  public static AccessControl access(
      NodeConfig config, EventLog events, Telemetry telemetry, InstantSource wallClock)
      throws HostException {
    try {
      return AccessControl.open(
          config.proxy().access(),
          config.proxy().forward().flatMap(ForwardConfig::users),
          telemetry,
          events,
          wallClock,
          services(config));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// The services of ICAP that a configuration has.
  public static List<IcapSettings> services(NodeConfig config) {
    return config.proxy().icap().stream().map(IcapConfig::settings).toList();
  }

  /// Why a list of `proxy.access` is not in force.
  public static HostException unreadable(IOException why) {
    return new HostException(
        "Cannot read a list of proxy.access: "
            + why.getMessage()
            + ". Put the list there, or take it out of proxy.access.lists.",
        why);
  }

  /// What is kept over restarts, if anything is.
  ///
  /// @throws HostException when another node keeps its own there
  public static Optional<DiskTier> disks(
      NodeConfig config, MemoryStore store, DiskMeters meters, HostMoments clocks)
      throws HostException {
    var settings =
        config.cache().disks().stream()
            .map(it ->
                new DiskSettings(
                    it.path().toString(), () -> LocalDirectory.open(it.path()), it.bytesMax()))
            .toList();
    try {
      return settings.isEmpty()
          ? Optional.empty()
          : Optional.of(DiskTier.open(settings, store, meters, clocks));
    } catch (Directory.Taken e) {
      throw new HostException(
          "Another node keeps its cache in "
              + e.getMessage()
              + ". Give each node a folder of its own in cache.disk, or stop that one: `fuser -v "
              + e.getMessage()
              + "/lock` tells its process.",
          e);
    }
  }
}
