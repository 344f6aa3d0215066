package dev.weir.lab.traffic;

import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.RotatingName;
import dev.weir.lab.net.WideName;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The lab's zone (RFC 1035 Domain Names, section 4): what is answered to a question.
///
/// An A question for a known name has its one address, or its four, for the name that rotates those
/// of the moment, any other type an empty answer, an unknown name NXDOMAIN, and a message without
/// exactly one question FORMERR.
final class DnsAnswer {
  private static final int TTL_SECONDS = 60;

  private static final String ROTATING = RotatingName.HOST + ".";

  private final Map<String, List<byte[]>> addresses = new HashMap<>();
  private final InstantSource clock;

  DnsAnswer(List<OriginName> names, InstantSource clock) {
    this.clock = clock;
    for (OriginName name : names) {
      addresses.put(name.host() + ".", List.of(octets(name.address())));
    }
    for (WideName name : WideName.ALL) {
      addresses.put(name.host() + ".", name.addresses().stream().map(DnsAnswer::octets).toList());
    }
  }

  /// Fills in the response to a message with these questions.
  void answer(List<DnsQuestion> questions, io.netty.handler.codec.dns.DnsResponse response) {
    if (questions.size() != 1) {
      response.setCode(DnsResponseCode.FORMERR);
      return;
    }
    DnsQuestion question = questions.getFirst();
    String name = question.name().toLowerCase(Locale.ROOT);
    if (!addresses.containsKey(name) && !name.equals(ROTATING)) {
      response.setCode(DnsResponseCode.NXDOMAIN);
    } else if (question.type().equals(DnsRecordType.A)) {
      if (name.equals(ROTATING)) {
        RotatingName.at(clock.instant())
            .forEach(it -> add(response, question, RotatingName.TTL_SECONDS, octets(it)));
      } else {
        addresses
            .getOrDefault(name, List.of())
            .forEach(it -> add(response, question, TTL_SECONDS, it));
      }
    }
  }

  private static void add(
      io.netty.handler.codec.dns.DnsResponse response,
      DnsQuestion question,
      long seconds,
      byte[] address) {
    response.addRecord(
        DnsSection.ANSWER,
        new DefaultDnsRawRecord(
            question.name(), DnsRecordType.A, seconds, Unpooled.wrappedBuffer(address)));
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
