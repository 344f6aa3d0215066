package dev.weir.node.admin;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/// A listener could not be bound: which one, why, and what to do about it.
public final class ListenFailed extends Exception {
  private static final long serialVersionUID = 1;

  /// Explains the failure to bind `address`, which the configuration names by `key`.
  public ListenFailed(String key, InetSocketAddress address, IOException cause) {
    super(sentence(key, address, cause), cause);
  }

  private static String sentence(String key, InetSocketAddress address, IOException cause) {
    String where = key + " " + address.getAddress().getHostAddress() + ":" + address.getPort();
    String why = String.valueOf(cause.getMessage());
    if (!(cause instanceof BindException)) {
      return where + " cannot be bound: " + why;
    }
    if (why.contains("already in use")) {
      return where
          + " is taken by another process; stop it (ss -ltnp sport = "
          + address.getPort()
          + " shows which) or write another port";
    }
    if (why.contains("assign")) {
      return where + ": no device of this host has that address; write one that ip addr shows";
    }
    if (why.contains("denied")) {
      return where + ": ports below 1024 need root; write a higher port or start as root";
    }
    return where + " cannot be bound: " + why;
  }
}
