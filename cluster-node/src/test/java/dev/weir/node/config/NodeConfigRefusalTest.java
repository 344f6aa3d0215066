package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each row puts one line after the shortest good file, or exchanges one of its lines.
final class NodeConfigRefusalTest {

  @ParameterizedTest(name = "{0}")
  @DisplayName("a wrong line is refused by its number, key path, reason and remedy")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "log: {levle: info} | 5: log.levle: unknown key; did you mean \"level\"?",
        "logs: {level: info} | 5: logs: unknown key; did you mean \"log\"?",
        "log: {colour: red} | 5: log.colour: unknown key; known here: level, access",
        "log: {level: loud} | 5: log.level: \"loud\" is not known here;"
            + " write error or warn or info or debug or trace",
        "log: {level: [info]} | 5: log.level: a list is not a choice;"
            + " write a choice, such as error",
        "log: info | 5: log: \"info\" is not a section; write its keys indented below it",
        "log: [info] | 5: log: a list is not a section; write its keys indented below it",
        "log: {access: {path: x}} | 5: log.access.path: \"x\" is not a whole path; write it from / on",
        "log: {access: {path: /l, template: '%ts %zz'}} | 5: log.access.template: has at character 5 an unknown code: %zz; write one of docs/access-log.md, such as %>a, or %% for a percent sign",
        "log: {access: {path: /l, format: json, template: '%ts'}} | 5: log.access.format: there is a template, too; remove one of the two",
        "log: {access: {path: /l, rotate: {keep: 3}}} | 5: log.access.rotate.size: neither size nor every is written; write one of them",
        "log: {syslog: {to: logs}} | 5: log.syslog.to: \"logs\" is no syslog server; write udp://HOST:PORT, tcp://HOST:PORT or unix:/PATH",
        "log: {syslog: {to: 'unix:log'}} | 5: log.syslog.to: \"unix:log\" is no syslog server; write udp://HOST:PORT, tcp://HOST:PORT or unix:/PATH",
        "log: {syslog: {to: 'udp://192.0.2.5'}} | 5: log.syslog.to: \"192.0.2.5\" has no port; write HOST:PORT, such as proxy.example.com:3128",
        "log: {access: {format: squid}} | 5: log.access.path: missing; write it, such as path:"
            + " /var/log/weir/access.log",
        "log: {access: {path: /x, format: clf}} | 5: log.access.format: \"clf\" is not known here;"
            + " write squid or combined or json",
        "proxy: {chain: {}} | 5: proxy.chain: not a list; write each section on a line that begins"
            + " with -",
        "proxy: {forward: {clients: [10.0.0.0/8]}} | 5: proxy.forward.listen: missing; write it,"
            + " such as listen: 127.0.0.1:8088",
        "proxy: {reverse: [{listen: '192.0.2.11:80', origins: ['192.0.2.7:80'], hosts: ['a*']}]} | 5:"
            + " proxy.reverse[0].hosts[0]: \"a*\" is not a host pattern; write such as"
            + " www.example.com, *.example.com or *",
        "origin: {address: nobody} | 5: origin.address: \"nobody\" is not known here;"
            + " write node or client",
        "ownership: {by: host} | 5: ownership.by: \"host\" is not known here;"
            + " write destination or url",
        "ownership: {group: 90} | 5: ownership.group: 90 is none of wccp.services;"
            + " join it, or name one of wccp.services",
        "ownership: {group: 50} | 5: ownership.group: \"50\" is out of range;"
            + " write a whole number from 51 to 255",
        "cache: {memory: 64MB} | 5: cache.memory: \"64MB\" is not a size;"
            + " write a whole number and B, KiB, MiB, GiB or TiB, such as 64MiB",
        "cache: {memory: 64} | 5: cache.memory: \"64\" is not a size;"
            + " write a whole number and B, KiB, MiB, GiB or TiB, such as 64MiB",
        "cache: {memory: 1KiB} | 5: cache.memory: \"1KiB\" is out of range;"
            + " write 1MiB to 1TiB",
        "cache: {disk: [{path: cache, size: 1GiB}]} | 5: cache.disk[0].path: \"cache\" is not a whole"
            + " path; write it from / on",
        "cache: {disk: [{path: /a, size: 1MiB}]} | 5: cache.disk[0].size: \"1MiB\" is out of range;"
            + " write 16MiB to 1024TiB",
        "cache: {disk: [{path: /a, size: 1GiB}, {path: /a, size: 2GiB}]} | 5: cache.disk: two of them"
            + " have the same path; give each a folder of its own",
        "cache: {memory: } | 5: cache.memory: no value; write a size, such as 1MiB",
        "origin: {connect-timeout: 3} | 5: origin.connect-timeout: \"3\" is not a duration;"
            + " write a whole number and ms, s, m or h, such as 10s",
        "origin: {connect-timeout: 1h} | 5: origin.connect-timeout: \"1h\" is out of range;"
            + " write 100ms..30s",
        "admin: {listen: localhost:80} | 5: admin.listen: \"localhost:80\" is not an IPv4 address;"
            + " write four numbers 0-255",
        "admin: {listen: 127.0.0.1} | 5: admin.listen: \"127.0.0.1\" has no port;"
            + " write ADDRESS:PORT, such as 127.0.0.1:8088",
        "admin: {listen: \"127.0.0.1:0\"} | 5: admin.listen: \"127.0.0.1:0\" has no valid port;"
            + " write a port from 1 to 65535 after the colon",
        "cluster: {port: 70000} | 5: cluster.port: \"70000\" is out of range;"
            + " write a whole number from 1 to 65535",
        "cluster: {port: many} | 5: cluster.port: \"many\" is not a port;"
            + " write a port, such as 80",
        "cluster: {name: Weir!} | 5: cluster.name: \"Weir!\" is not a name;"
            + " write 1 to 63 of a-z 0-9 -",
        "cluster: {name: 12} | 5: cluster.name: \"12\" is not a name;"
            + " write a name, such as weir",
        "cluster: {members: 192.0.2.11, secret: env:SHARED} | 5: cluster.members: not a list;"
            + " write it in brackets, such as [192.0.2.11]",
        "cluster: {members: [192.0.2.11]} | 5: cluster.secret: missing, and without it strangers could"
            + " pass for nodes; run openssl rand -hex 32, keep it on every node, mode 0600, and write"
            + " file:PATH",
        "cluster: {members: [192.0.2.12], secret: env:SHARED} | 5: cluster.members: node.address 192.0.2.11 is not"
            + " listed; add it: the list is the same on every node",
        "cluster: {members: [192.0.2.11, 192.0.2.11], secret: env:SHARED} | 5: cluster.members[1]:"
            + " 192.0.2.11 is listed twice; keep one",
        "proxy: {bypass: {origins: [203.0.113.1/24]}} | 5: proxy.bypass.origins[0]: "
            + "\"203.0.113.1/24\" has bits set after the prefix; write 203.0.113.0/24",
        "proxy: {bypass: {hosts: [WWW.example.com]}} | 5: proxy.bypass.hosts[0]: "
            + "\"WWW.example.com\" is not a host name; write such as www.example.com, in lower case",
        "proxy: {bypass: {hosts: [203.0.113.1]}} | 5: proxy.bypass.hosts[0]: "
            + "\"203.0.113.1\" is not a host name; write such as www.example.com, in lower case",
        "proxy: {bypass: {dynamic: {for: 2d}}} | 5: proxy.bypass.dynamic.for: \"2d\" is not a"
            + " duration; write a whole number and ms, s, m or h, such as 10s",
        "proxy: {bypass: {dynamic: {silence: 10s}}} | 5: proxy.bypass.dynamic.silence: \"10s\""
            + " is out of range; write 100ms..9s",
        "proxy: {bypass: {dynamic: {max: 1}}} | 5: proxy.bypass.dynamic.max: \"1\" is out of"
            + " range; write a whole number from 16 to 100000",
        "proxy: {bypass: {dynamic: {not-htp: true}}} | 5: proxy.bypass.dynamic.not-htp: unknown"
            + " key; did you mean \"not-http\"?",
        "proxy: {intercept: {ports: []}} | 5: proxy.intercept.ports: 0 in the list;"
            + " write 1 to 8 of them",
        "proxy: {intercept: {plain: [{interface: eth2}]}} | 5: proxy.intercept.plain[0].from:"
            + " missing; write it, such as from: [192.0.2.0/24]",
        "proxy: {intercept: {plain: [{interface: wccp1, from: [192.0.2.0/24]}]}} | 5:"
            + " proxy.intercept.plain: wccp1 is a device made here; write the one packets come in by",
        "proxy: {intercept: {plain: [{interface: e, from: [192.0.2.0/24]}, {interface: e, from:"
            + " [0.0.0.0/0]}]}} | 5: proxy.intercept.plain: a device is written twice; put its"
            + " prefixes into one list",
        "proxy: {intercept: {probes: [192.0.2.1/24]}} | 5: proxy.intercept.probes[0]: \"192.0.2.1/24\""
            + " has bits set after the prefix; write 192.0.2.0/24",
        "dns: {servers: [192.0.2.54]} | 5: dns: written twice, first on line 4;"
            + " keep one of the two",
        "log: &a {level: info} | 5: log: anchors, aliases and tags are not used here;"
            + " write the value itself",
        "log: {level: !x info} | 5: log.level: anchors, aliases and tags are not used here;"
            + " write the value itself",
        "--- | 6: a second document begins here; remove it and the line ---",
      })
  void refusesAddedLine(String added, String problem) {
    assertThat(ConfigText.problems(ConfigText.SHORTEST + added + "\n"))
        .containsExactly("node.yaml:" + problem);
  }

  @ParameterizedTest(name = "{1}")
  @DisplayName("a wrong value in place of a good one is refused alike")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "address: 192.0.2.11 | adress: 192.0.2.11 | 1: node.address: missing;"
            + " write it, such as address: 192.0.2.11"
            + " # 1: node.adress: unknown key; did you mean \"address\"?",
        "address: 192.0.2.11 | address: 224.0.0.1 | 1: node.address: 224.0.0.1 is not the address"
            + " of one node; write the address that the routers reach this node at",
        "[192.0.2.1] | [192.0.2.1, 192.0.2.300] | 2: wccp.routers[1]: \"192.0.2.300\" is not an"
            + " IPv4 address; write four numbers 0-255",
        "[192.0.2.1] | [192.0.2.01] | 2: wccp.routers[0]: \"192.0.2.01\" is not an"
            + " IPv4 address; write four numbers 0-255",
        "[192.0.2.1] | [192.0.2.1], version: 3 | 2: wccp.version: \"3\" is not known here;"
            + " write auto or 2 or 1",
        "[192.0.2.1] | [192.0.2.1, 192.0.2.2], version: 1 | 2: wccp.routers: version 1 knows one"
            + " router, and here are 2; keep one, or write version: auto",
        "[192.0.2.1] | [192.0.2.1], version: 1, password: env:EIGHT, interval: 1s"
            + " | 2: wccp.password: version 1 has only messages that nobody signs; remove"
            + " it, or write version: auto"
            + " # 2: wccp.interval: version 1 has only 10s; remove it, or write version: auto",
        "[192.0.2.1] | [192.0.2.1], version: 1, weight: 7, assignment: [mask]"
            + " | 2: wccp.assignment: version 1 has only hash; remove it, or write version: auto"
            + " # 2: wccp.weight: version 1 has only equal shares; remove it, or write",
        "[192.0.2.1] | [192.0.2.1], version: 1, services: [web-cache, {id: 90, ports: [80]}]"
            + " | 2: wccp.services: version 1 has only web-cache; remove it, or write",
        "routers: [192.0.2.1] | multicast: 224.1.1.1, version: 1 | 2: wccp.multicast: version 1 has"
            + " only one router, by its own address; remove it, or write version: auto",
        "[192.0.2.1] | [192.0.2.1], version: 1, v1: {number: 2} | 2: wccp.v1.number: \"2\" is not",
        "[192.0.2.1] | [192.0.2.1], forwarding: [l3] | 2: wccp.forwarding[0]: \"l3\" is not"
            + " known here; write gre or l2",
        "[192.0.2.1] | [192.0.2.1], profile: catalyst-3750, forwarding: [gre], assignment: [hash]"
            + " | 2: wccp.forwarding: catalyst-3750 offers only l2; write l2, or remove profile"
            + " # 2: wccp.assignment: catalyst-3750 offers only mask; write mask, or remove",
        "[192.0.2.1] | [192.0.2.1], profile: catalyst-3750, version: 1 | 2: wccp.version:"
            + " catalyst-3750 speaks version 2; write auto, or remove profile",
        "[192.0.2.1] | [192.0.2.1], profile: catalyst-3750, mask: {source-address: 0xff}"
            + " | 2: wccp.mask: the mask has 8 bits; write at most 7: a hardware table holds 128",
        "[192.0.2.1] | [192.0.2.1, 192.0.2.2], profile: asa, return: [l2], mask: {source-port: 0x1}"
            + " | 2: wccp.return: asa offers only gre; write gre, or remove profile"
            + " # 2: wccp.mask: asa assigns by hash only; remove it, or remove profile"
            + " # 2: wccp.routers: asa is alone in its group, and here are 2; keep one, or",
        "routers: [192.0.2.1] | multicast: 224.1.1.1, profile: asa | 2: wccp.multicast: asa has no"
            + " multicast; write its address, or remove profile",
        "[192.0.2.1] | [192.0.2.1], version: 1, return: [l2] | 2: wccp.return: version 1 has only"
            + " gre; remove it, or write version: auto",
        "[192.0.2.1] | [192.0.2.1], password: cisco123 | 2: wccp.password: a secret does not stand"
            + " in this file; write file:PATH or env:NAME",
        "[192.0.2.1] | [192.0.2.1], password: env:NONE | 2: wccp.password: the variable NONE is not"
            + " set; set it before the start",
        "[192.0.2.1] | [192.0.2.1], password: env:NINE | 2: wccp.password: the secret has 9"
            + " characters; make it 1 to 8",
        "[192.0.2.1] | [192.0.2.1], password: env:SPACED | 2: wccp.password: the secret has a space"
            + " or a character that is not ASCII; use letters and digits",
        "[192.0.2.1] | [192.0.2.1], password: file:none | 2: wccp.password: there is no file"
            + " /nonexistent/none; write the secret into it, mode 0600",
        "interface: n0 | interface: \"n0; reboot\" | 3: gre.interface: \"n0; reboot\" is not a"
            + " device name; write 1 to 15 of A-Z a-z 0-9 _ . -",
        "interface: n0 | interface: wccp1 | 3: gre.tun: gre.interface has the name of a device made"
            + " here; write another name",
        "interface: n0 | {} | 3: not valid YAML",
      })
  void refusesChangedValue(String good, String bad, String problems) {
    List<String> actual = ConfigText.problems(ConfigText.SHORTEST.replace(good, bad));

    String[] expected = problems.split(" # ", -1);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i)).startsWith("node.yaml:" + expected[i]);
    }
  }

  @Test
  @DisplayName("all problems of a file are told at once, in the order of its lines")
  void everyProblemAtOnce() {
    String text =
        """
        node:
          name: Cache_1
          address: 192.0.2.11
        wccp:
          routers:
            - 192.0.2.1
            - 10.0.2.300
          interval: 1d
        gre:
          reveice: pcap
        logg:
          level: info
        """;

    assertThat(ConfigText.problems(text))
        .containsExactly(
            "node.yaml:1: dns.servers: missing; write the clients' name servers, such as"
                + " [192.0.2.53]",
            "node.yaml:2: node.name: \"Cache_1\" is not a name; write 1 to 63 of a-z 0-9 -",
            "node.yaml:7: wccp.routers[1]: \"10.0.2.300\" is not an IPv4 address;"
                + " write four numbers 0-255",
            "node.yaml:8: wccp.interval: \"1d\" is not a duration;"
                + " write a whole number and ms, s, m or h, such as 10s",
            "node.yaml:10: gre.interface: missing; write it, such as interface: eth0",
            "node.yaml:10: gre.reveice: unknown key; did you mean \"receive\"?",
            "node.yaml:11: logg: unknown key; did you mean \"log\"?");
  }

  @Test
  @DisplayName("an empty file lacks exactly the five required keys")
  void emptyFile() {
    assertThat(ConfigText.problems(""))
        .extracting(line -> line.split(" ", -1)[1])
        .containsExactly(
            "node.name:", "node.address:", "gre.interface:", "dns.servers:", "wccp.routers:");
  }

  @Test
  @DisplayName("connections with clients' addresses need TPROXY and the redirect header")
  void clientAddressNeedsMore() {
    String text =
        ConfigText.SHORTEST.replace("interface: n0", "interface: n0, receive: kernel")
            + "origin: {address: client}\nproxy: {intercept: {divert: redirect}}\n";

    assertThat(ConfigText.problems(text))
        .contains(
            "node.yaml:3: gre.receive: kernel does not tell answers of origins from requests"
                + " (origin.address: client); write pcap, ring or raw, or origin.address: node",
            "node.yaml:6: proxy.intercept.divert: redirect knows no connections of clients'"
                + " addresses (origin.address: client); write tproxy, or origin.address: node");
  }

  @Test
  @DisplayName("broken YAML is one problem with the line of the break")
  void brokenYaml() {
    assertThat(ConfigText.problems("node:\n  name: [cache-1\nwccp: {}\n"))
        .singleElement()
        .asString()
        .startsWith("node.yaml:3: not valid YAML: ");
    assertThat(ConfigText.problems("- node\n"))
        .containsExactly("node.yaml:1: the file has no sections; begin with node:");
    assertThat(ConfigText.problems("[".repeat(40))).singleElement().asString().contains("depth");
  }

  @Test
  @DisplayName("a short password is a warning, and the file is taken")
  void warnings() {
    String text = ConfigText.SHORTEST.replace("[192.0.2.1]", "[192.0.2.1], password: env:FIVE");

    assertThat(ConfigText.warnings(text))
        .containsExactly(
            "node.yaml:2: wccp.password: the secret has only 5 characters; make it 6 or more");
  }

  @Test
  @DisplayName("SEC-K5 an admin port beyond the loopback without a token, or with a short one")
  void adminBeyondLoopback() {
    String beyond = ConfigText.SHORTEST + "admin: {listen: \"192.0.2.11:8088\"%s}\n";
    assertThat(ConfigText.problems(beyond.formatted("")))
        .containsExactly(
            "node.yaml:5: admin.listen: 192.0.2.11 is not a loopback address, and there is no"
                + " token; run openssl rand -hex 32, keep it in a file of mode 0600, and write"
                + " token: file:PATH");
    assertThat(ConfigText.problems(beyond.formatted(", token: env:EIGHT")))
        .containsExactly(
            "node.yaml:5: admin.token: the secret has 8 characters; make it 32 to 256");
    assertThat(ConfigText.warnings(beyond.formatted(", token: env:SHARED"))).isEmpty();
  }
}
