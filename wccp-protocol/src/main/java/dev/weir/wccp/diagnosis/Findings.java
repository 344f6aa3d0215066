package dev.weir.wccp.diagnosis;

import dev.weir.wccp.diagnosis.Finding.Severity;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// Findings under collection.
public final class Findings {
  /// More of one message help nobody.
  private static final int COUNT_MAX = 64;

  private final List<Finding> list = new ArrayList<>();

  /// None yet.
  public Findings() {}

  /// Against the protocol.
  public void wrong(int offset, String section, String text) {
    add(new Finding(Severity.WRONG, offset, section, text));
  }

  /// Not what equipment usually sends.
  public void unusual(int offset, String section, String text) {
    add(new Finding(Severity.UNUSUAL, offset, section, text));
  }

  /// A fact that helps reading.
  public void note(int offset, String section, String text) {
    add(new Finding(Severity.NOTE, offset, section, text));
  }

  /// An address that must name somebody.
  void party(InetAddress address, int offset, String section, String field) {
    if (address.isAnyLocalAddress()) {
      wrong(offset, section, field + " is " + address.getHostAddress());
    } else if (address.isMulticastAddress()) {
      wrong(offset, section, field + " is the multicast address " + address.getHostAddress());
    }
  }

  /// Addresses that must differ.
  void different(List<? extends InetAddress> addresses, int offset, String section, String field) {
    var seen = new HashSet<InetAddress>();
    for (InetAddress address : addresses) {
      if (!seen.add(address)) {
        unusual(offset, section, field + " lists " + address.getHostAddress() + " twice");
      }
    }
  }

  private void add(Finding finding) {
    if (list.size() < COUNT_MAX) {
      list.add(finding);
    }
  }

  /// By their place in the message.
  public List<Finding> inOrder() {
    return list.stream().sorted(Comparator.comparingInt(Finding::offset)).toList();
  }
}
