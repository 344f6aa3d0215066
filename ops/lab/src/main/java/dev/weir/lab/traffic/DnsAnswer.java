package dev.weir.lab.traffic;

import dev.weir.lab.net.OriginName;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The lab's zone (RFC 1035 Domain Names, section 4): what is answered to a question.
///
/// An A question for a known name has its one address, any other type an empty answer, an unknown
/// name NXDOMAIN, and a message without exactly one question FORMERR.
final class DnsAnswer {
  private static final int TTL_SECONDS = 60;

  private final Map<String, byte[]> addresses = new HashMap<>();

  DnsAnswer(List<OriginName> names) {
    for (OriginName name : names) {
      addresses.put(name.host() + ".", octets(name.address()));
    }
  }

  /// Fills in the response to a message with these questions.
  void answer(List<DnsQuestion> questions, io.netty.handler.codec.dns.DnsResponse response) {
    if (questions.size() != 1) {
      response.setCode(DnsResponseCode.FORMERR);
      return;
    }
    DnsQuestion question = questions.getFirst();
    var address = Optional.ofNullable(addresses.get(question.name().toLowerCase(Locale.ROOT)));
    if (address.isEmpty()) {
      response.setCode(DnsResponseCode.NXDOMAIN);
    } else if (question.type().equals(DnsRecordType.A)) {
      response.addRecord(
          DnsSection.ANSWER,
          new DefaultDnsRawRecord(
              question.name(),
              DnsRecordType.A,
              TTL_SECONDS,
              Unpooled.wrappedBuffer(address.get())));
    }
  }

  private static byte[] octets(String literal) {
    try {
      return InetAddress.ofLiteral(literal) instanceof Inet4Address four
          ? four.getAddress()
          : InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }
}
