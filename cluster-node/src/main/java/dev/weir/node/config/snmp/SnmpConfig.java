package dev.weir.node.config.snmp;

import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The section `snmp`: where network management may ask this node, who may, and who is told.
/// Without it there is no agent.
///
/// @param clients whose datagrams are looked at
/// @param community what SNMPv2c is asked with; empty: version 2c is not answered
/// @param users of SNMPv3; empty: version 3 is not answered
/// @param traps where notifications go
public record SnmpConfig(
    ListenAddress listen,
    List<Prefix> clients,
    Optional<Secret> community,
    List<User> users,
    List<ListenAddress> traps) {
  private static final int CLIENTS_MAX = 1000;
  private static final int USERS_MAX = 16;
  private static final int TRAPS_MAX = 8;
  private static final int SECRET_CHARS_MAX = 64;

  /// RFC 3414 §11.2: no password is shorter.
  private static final int SECRET_CHARS_MIN = 8;

  private static final int SECRET_CHARS_WISE = 16;

  /// A user of the User-based Security Model. Both passwords are wanted of each.
  public record User(String name, Secret authentication, Secret privacy) {
    private static User read(SectionReader section) {
      return new User(
          section.key("name", Values.user(), "The name of a user of SNMPv3.").required(),
          secret(section, "authentication", "The password for HMAC-SHA-256 (RFC 7860)."),
          secret(section, "privacy", "The password for AES-128 (RFC 3826)."));
    }

    private static Secret secret(SectionReader section, String key, String sentence) {
      return section
          .key(key, Values.secret(SECRET_CHARS_MIN, SECRET_CHARS_WISE, SECRET_CHARS_MAX), sentence)
          .required();
    }
  }

  /// Keeps copies.
  public SnmpConfig {
    clients = List.copyOf(clients);
    users = List.copyOf(users);
    traps = List.copyOf(traps);
  }

  /// Reads the section of the root; empty when it is not written.
  public static Optional<SnmpConfig> read(SectionReader root) {
    return root.has("snmp") || root.describing()
        ? Optional.of(readWritten(root.section("snmp")))
        : Optional.empty();
  }

  private static SnmpConfig readWritten(SectionReader section) {
    var config =
        new SnmpConfig(
            section
                .key(
                    "listen",
                    Values.listen(),
                    "Where the agent is asked, by UDP; there and nowhere else. The port of SNMP is"
                        + " 161.")
                .required(),
            section
                .key(
                    "clients",
                    Values.list(Values.prefix(), 1, CLIENTS_MAX),
                    "Who may ask; datagrams from elsewhere are dropped and counted.")
                .required(),
            section
                .key(
                    "community",
                    Values.secret(SECRET_CHARS_MIN, SECRET_CHARS_WISE, SECRET_CHARS_MAX),
                    "What SNMPv2c is asked with, to read. It goes over the network in the clear;"
                        + " without it only SNMPv3 is answered.")
                .optional(),
            section.sections("users", User::read),
            section
                .key(
                    "traps",
                    Values.list(Values.listen(), 0, TRAPS_MAX),
                    "Who is told of routers lost and found and of the node's health. The first of"
                        + " users tells it by SNMPv3; without users it goes by SNMPv2c.")
                .or(List.of()));
    config.check(section);
    return config;
  }

  private void check(SectionReader section) {
    if (section.describing()) {
      return;
    }
    if (listen.address().isAnyLocalAddress()) {
      section.refuse("listen", "0.0.0.0 is every address", "write one address of this host");
    }
    if (!section.has("community") && !section.has("users")) {
      section.refuse(
          "users", "missing, and there is no community", "write users, or community: file:PATH");
    }
    if (users.size() > USERS_MAX) {
      section.refuse("users", users.size() + " are too many", "write at most " + USERS_MAX);
    }
    var names = new HashSet<String>();
    for (User user : users) {
      if (!names.add(user.name)) {
        section.refuse("users", user.name + " is there twice", "remove one of them");
      }
    }
  }
}
