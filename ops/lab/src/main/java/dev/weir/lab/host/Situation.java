package dev.weir.lab.host;

import java.util.List;

/// What the machine is like before anything is made, as the probes found it.
///
/// @param root whether this process is root, or may do as much in a user namespace
/// @param inside whether it is in a user namespace that the lab itself has entered
/// @param namespacesWork whether a user namespace can be entered without root
/// @param tun what becomes of an attempt to open /dev/net/tun
/// @param missing what is not there
/// @param debian whether packages come by apt-get
/// @param installTries how often this run has asked apt-get already
public record Situation(
    boolean root,
    boolean inside,
    boolean namespacesWork,
    Tun tun,
    List<Need> missing,
    boolean debian,
    int installTries) {

  /// What becomes of an attempt to open /dev/net/tun.
  public enum Tun {
    /// It opens.
    OPEN,
    /// It is there and may not be opened.
    DENIED,
    /// It is not there, or nothing is behind it.
    MISSING
  }

  /// Copies the list.
  public Situation {
    missing = List.copyOf(missing);
  }
}
