package dev.weir.router.ios.word;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The names routers have for ports and protocols in access lists.
public final class PortNames {
  private static final int PORT_MAX = 65535;

  private static final String BOTH = "discard 9, domain 53, echo 7, sunrpc 111, talk 517, time 37";
  private static final String TCP =
      "bgp 179, chargen 19, cmd 514, daytime 13, exec 512, finger 79, ftp 21, ftp-data 20,"
          + " gopher 70, hostname 101, https 443, ident 113, irc 194, klogin 543, kshell 544,"
          + " login 513, lpd 515, nntp 119, pim-auto-rp 496, pop2 109, pop3 110, smtp 25,"
          + " tacacs 49, telnet 23, uucp 540, whois 43, www 80";
  private static final String UDP =
      "biff 512, bootpc 68, bootps 67, dnsix 195, isakmp 500, mobile-ip 434, nameserver 42,"
          + " netbios-dgm 138, netbios-ns 137, netbios-ss 139, non500-isakmp 4500, ntp 123,"
          + " pim-auto-rp 496, rip 520, snmp 161, snmptrap 162, syslog 514, tacacs 49, tftp 69,"
          + " who 513, xdmcp 177";

  private static final Map<String, Integer> TCP_PORTS = table(BOTH + ", " + TCP);
  private static final Map<String, Integer> UDP_PORTS = table(BOTH + ", " + UDP);
  private static final Map<String, Integer> PROTOCOLS =
      table(
          "ip -1, ahp 51, eigrp 88, esp 50, gre 47, icmp 1, igmp 2, ipinip 4, ospf 89, pim 103,"
              + " sctp 132, tcp 6, udp 17");

  private PortNames() {}

  /// A protocol: its number, or -1 for `ip`, which is every protocol.
  public static int protocol(Words words) throws Refused {
    return words.isNumber()
        ? words.number("protocol", 0, 255)
        : named(
            words,
            PROTOCOLS,
            "protocol",
            "write ip, tcp, udp, icmp, another protocol's name or 0 to 255");
  }

  /// Whether the next word is a port of TCP (6) or UDP (17).
  public static boolean isPort(Words words, int protocol) {
    return words.isNumber() || words.isWord(ports(protocol)::containsKey);
  }

  /// A port by number or name, of TCP (6) or UDP (17).
  public static int port(Words words, int protocol) throws Refused {
    return words.isNumber()
        ? words.number("port", 0, PORT_MAX)
        : named(
            words,
            ports(protocol),
            "port",
            "write its number, or a name such as " + (protocol == 6 ? "www" : "domain"));
  }

  private static Map<String, Integer> ports(int protocol) {
    return protocol == 6 ? TCP_PORTS : UDP_PORTS;
  }

  private static int named(Words words, Map<String, Integer> table, String what, String remedy)
      throws Refused {
    String name = words.name(what);
    return Optional.ofNullable(table.get(name.toLowerCase(Locale.ROOT)))
        .orElseThrow(() -> words.refused("\"" + name + "\" is no " + what + " known here", remedy));
  }

  private static Map<String, Integer> table(String rows) {
    var table = new HashMap<String, Integer>();
    for (String row : rows.split(", ", -1)) {
      String[] cells = row.split(" ", -1);
      table.put(cells[0], Integer.valueOf(cells[1]));
    }
    return Map.copyOf(table);
  }
}
