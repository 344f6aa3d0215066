package dev.weir.cli.capture;

import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.Decapsulator;
import dev.weir.gre.Ipv4Octets;
import dev.weir.gre.RedirectedPacket;
import dev.weir.gre.Verdict;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Judges frames as the node does, by the policy that it tells.
///
/// Safe for use by any thread, one frame at a time.
public final class Judge {
  private static final int ETHERNET_OCTETS = 14;
  private static final int ETHERTYPE_AT = 12;
  private static final int IPV4 = 0x0800;
  private static final int HEADER_OCTETS = 20;
  private static final int PROTOCOL_AT = 9;
  private static final int GRE = 47;

  private final Inet4Address own;
  private final Decapsulator decapsulator;
  private boolean informed;

  /// A judge beside the node of this address, who does not know yet by what it judges.
  public Judge(Inet4Address own) {
    this.own = own;
    this.decapsulator = new Decapsulator(DecapsulationPolicy.refusing(own));
  }

  /// Judges by this from now on.
  public synchronized void follow(DecapsulationPolicy policy) {
    decapsulator.follow(policy);
    informed = true;
  }

  /// What the node makes of an Ethernet frame.
  synchronized Judged judge(byte[] frame) {
    var window = ByteBuffer.wrap(frame);
    if (frame.length < ETHERNET_OCTETS + HEADER_OCTETS || window.getShort(ETHERTYPE_AT) != IPV4) {
      return new Judged(Optional.empty(), "no IPv4", 0, frame.length, false, Set.of());
    }
    var packet = window.slice(ETHERNET_OCTETS, frame.length - ETHERNET_OCTETS);
    var addresses = addresses(packet, 0);
    boolean gre = packet.get(PROTOCOL_AT) == GRE;
    boolean sent = address(packet, 12).equals(own);
    if (!gre || sent) {
      String what = gre ? "given back to its router" : "WCCP";
      return new Judged(Optional.empty(), what, ETHERNET_OCTETS, packet.limit(), false, addresses);
    }
    return redirected(frame, packet, addresses);
  }

  private Judged redirected(byte[] frame, ByteBuffer packet, Set<Inet4Address> addresses) {
    var wrapping = RedirectedPacket.wrapping(packet);
    int inner = wrapping.map(RedirectedPacket.Wrapping::innerOffset).orElse(0);
    if (packet.limit() - inner >= HEADER_OCTETS && inner > 0) {
      addresses.addAll(addresses(packet, inner));
    }
    Verdict verdict = decapsulator.judgeEthernet(ByteBuffer.wrap(frame), 0, frame.length);
    boolean piece = verdict == Verdict.OUTER_FRAGMENT;
    return new Judged(
        piece || !informed ? Optional.empty() : Optional.of(verdict),
        comment(packet, verdict) + wrapping.map(Judge::sender).orElse(""),
        ETHERNET_OCTETS + inner,
        Math.min(packet.limit(), end(packet, inner)) - inner,
        true,
        addresses);
  }

  private String comment(ByteBuffer packet, Verdict verdict) {
    if (verdict == Verdict.OUTER_FRAGMENT) {
      return "a piece: the kernel joins them, and the node judges the whole";
    }
    if (!informed) {
      return RedirectedPacket.decode(packet) instanceof RedirectedPacket.Refused(Verdict reason)
          ? "not judged, no node answers; wrong in form: " + reason.label()
          : "not judged, no node answers; right in form";
    }
    String words =
        verdict == Verdict.DELIVER
            ? verdict.label()
            : verdict.fate().name().toLowerCase(Locale.ROOT) + ": " + verdict.label();
    return words + (decapsulator.bucketMismatch() ? ", another's bucket" : "");
  }

  private static String sender(RedirectedPacket.Wrapping wrapping) {
    return wrapping
        .redirect()
        .map(header ->
            " | %s service %d, bucket %d"
                .formatted(
                    header.dynamic() ? "dynamic" : "standard", header.serviceId(), header.bucket()))
        .orElse(" | WCCP version 1");
  }

  /// Where the outer packet ends, by its own total length, without what pads the frame.
  private static int end(ByteBuffer packet, int inner) {
    int total = packet.getShort(2) & 0xffff;
    return total > inner ? total : packet.limit();
  }

  private static Set<Inet4Address> addresses(ByteBuffer packet, int at) {
    var addresses = new HashSet<Inet4Address>();
    addresses.add(address(packet, at + 12));
    addresses.add(address(packet, at + 16));
    return addresses;
  }

  private static Inet4Address address(ByteBuffer packet, int at) {
    return Ipv4Octets.toAddress(packet.getInt(at));
  }
}
