package dev.weir.node.access;

import java.util.Locale;

/// How a request was treated, in our words and in Squid's.
public enum Treatment {
  /// Answered from the store, at once.
  HIT("TCP_MEM_HIT"),
  /// Answered by the origin.
  MISS("TCP_MISS"),
  /// Answered by the origin because the client wanted nothing stored.
  RELOAD("TCP_CLIENT_REFRESH_MISS"),
  /// From the store, which the origin said still holds.
  REVALIDATED("TCP_REFRESH_UNMODIFIED"),
  /// From the origin, where what was stored no longer held.
  REPLACED("TCP_REFRESH_MODIFIED"),
  /// From the origin: neither the store nor another's fetch could have helped.
  PASS("TCP_MISS"),
  /// By the node that owns it, which had to ask for it.
  RELAYED("TCP_MISS"),
  /// From another node's store.
  PEER_HIT("TCP_MISS"),
  /// From the store, after waiting for another request's fetch.
  COLLAPSED("TCP_CF_HIT"),
  /// From the store although stale: the origin is asked meanwhile.
  STALE("TCP_STALE_HIT"),
  /// From the store although stale: the origin has failed.
  STALE_IF_ERROR("TCP_REFRESH_FAIL_OLD"),
  /// By us, with an error.
  ERROR("TCP_MISS"),
  /// By us: we do not carry out such a request.
  REFUSED("NONE"),
  /// By us: this client, or this host, is not served.
  DENIED("TCP_DENIED"),
  /// Octets were led through.
  TUNNEL("TCP_TUNNEL");

  private static final Treatment[] ALL = values();

  private final String squid;

  Treatment(String squid) {
    this.squid = squid;
  }

  /// The word for it in logs.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Squid's word for it.
  String squid(ObjectSource source, int status) {
    if (this != HIT) {
      return squid;
    }
    return status == 304 ? "TCP_IMS_HIT" : source == ObjectSource.DISK ? "TCP_HIT" : squid;
  }

  static Treatment at(int index) {
    return ALL[index];
  }
}
