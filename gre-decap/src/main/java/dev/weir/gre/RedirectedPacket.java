package dev.weir.gre;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A GRE packet between router and cache, taken apart for people: diagnostics, the lab, tests.
///
/// Decoding is total: every input yields a [Redirected] or a [Refused]. It looks at form only; what
/// we accept from whom is [Decapsulator]'s business, which shares the checks of form.
public sealed interface RedirectedPacket {
  /// A whole packet.
  ///
  /// @param outer the header from router to cache, or back
  /// @param gre always [GreHeader#WCCP]
  /// @param redirect empty in WCCP version 1 (§6.2)
  /// @param inner the client's or origin's IPv4 header
  /// @param tcp its TCP header
  /// @param innerOffset where the inner packet begins, counted from the first octet of `outer`; it
  ///   is [Ipv4Header#totalLength()] octets long
  record Redirected(
      Ipv4Header outer,
      GreHeader gre,
      Optional<RedirectHeader> redirect,
      Ipv4Header inner,
      TcpHeader tcp,
      int innerOffset)
      implements RedirectedPacket {}

  /// Not a packet we could deliver.
  ///
  /// @param reason never [Verdict#DELIVER]
  record Refused(Verdict reason) implements RedirectedPacket {}

  /// What is in front of the inner packet, which may itself be wrong.
  ///
  /// @param redirect empty in WCCP version 1 (§6.2)
  /// @param innerOffset where the inner packet begins, counted from the first octet of the outer
  record Wrapping(Optional<RedirectHeader> redirect, int innerOffset) {}

  /// Finds the inner packet of one that begins with its outer IPv4 header; nothing when what is in
  /// front of it is wrong, so that nobody can say where it would be.
  static Optional<Wrapping> wrapping(ByteBuffer buffer) {
    var packet = buffer.slice();
    boolean right =
        WireChecks.outer(packet, 0, packet.limit()) == Verdict.DELIVER
            && WireChecks.outerFragment(packet, 0) == Verdict.DELIVER;
    int gre = right ? WireChecks.headerOctets(packet, 0) : 0;
    if (!right
        || WireChecks.gre(packet, gre, WireChecks.totalLength(packet, 0)) != Verdict.DELIVER) {
      return Optional.empty();
    }
    return Optional.of(wrapping(packet, gre + GreHeader.OCTETS));
  }

  private static Wrapping wrapping(ByteBuffer packet, int payload) {
    if (WireChecks.isVersion1(packet, payload, WireChecks.totalLength(packet, 0))) {
      return new Wrapping(Optional.empty(), payload);
    }
    var redirect = RedirectHeader.fromWord(packet.getInt(payload));
    return new Wrapping(Optional.of(redirect), payload + RedirectHeader.OCTETS);
  }

  /// Takes a packet apart, which begins with its outer IPv4 header.
  static RedirectedPacket decode(byte[] packet) {
    return decode(ByteBuffer.wrap(packet));
  }

  /// Takes apart what lies between position and limit, beginning with the outer IPv4 header. Leaves
  /// the buffer's position alone.
  static RedirectedPacket decode(ByteBuffer buffer) {
    var packet = buffer.slice(); // big-endian, whatever the order of the given buffer
    Verdict outer = WireChecks.outer(packet, 0, packet.limit());
    if (outer == Verdict.DELIVER) {
      outer = WireChecks.outerFragment(packet, 0);
    }
    return outer == Verdict.DELIVER ? decodeGre(packet) : new Refused(outer);
  }

  private static RedirectedPacket decodeGre(ByteBuffer packet) {
    int gre = WireChecks.headerOctets(packet, 0);
    int end = WireChecks.totalLength(packet, 0);
    Verdict verdict = WireChecks.gre(packet, gre, end);
    if (verdict != Verdict.DELIVER) {
      return new Refused(verdict);
    }
    var wrapping = wrapping(packet, gre + GreHeader.OCTETS);
    return decodeInner(packet, gre, wrapping.redirect(), wrapping.innerOffset());
  }

  private static RedirectedPacket decodeInner(
      ByteBuffer packet, int gre, Optional<RedirectHeader> redirect, int inner) {
    Verdict verdict = WireChecks.innerHeader(packet, inner, WireChecks.totalLength(packet, 0));
    if (verdict == Verdict.DELIVER) {
      verdict = WireChecks.innerFragment(packet, inner);
    }
    if (verdict == Verdict.DELIVER) {
      int end = inner + WireChecks.totalLength(packet, inner);
      verdict = WireChecks.innerTcp(packet, inner, end);
    }
    if (verdict == Verdict.DELIVER) {
      verdict = WireChecks.innerForm(packet, inner);
    }
    if (verdict != Verdict.DELIVER) {
      return new Refused(verdict);
    }
    return new Redirected(
        Ipv4Header.read(packet, 0),
        GreHeader.read(packet, gre),
        redirect,
        Ipv4Header.read(packet, inner),
        TcpHeader.read(packet, inner + Ipv4Header.OCTETS),
        inner);
  }
}
