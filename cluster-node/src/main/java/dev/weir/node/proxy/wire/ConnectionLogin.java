package dev.weir.node.proxy.wire;

import dev.weir.cache.message.Fields;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Whether a message is part of a login of its connection, not of its request: NTLM and Negotiate
/// (RFC 4559 SPNEGO-based Kerberos and NTLM HTTP Authentication, §6: a proxy must not share such a
/// connection).
///
/// What is sent afterwards on that connection has its user's rights: so it is never used for
/// another client.
public final class ConnectionLogin {
  private static final Set<String> SCHEMES = Set.of("ntlm", "negotiate");

  private ConnectionLogin() {}

  /// Whether a response asks for one.
  public static boolean isWanted(int status, Fields fields) {
    return (status == 401 && names(fields, "WWW-Authenticate"))
        || (status == 407 && names(fields, "Proxy-Authenticate"));
  }

  /// Whether a request tries one.
  public static boolean isTried(Fields fields) {
    return names(fields, "Authorization");
  }

  /// Schemes stand in a line of their own or after a comma; what stands after them does not matter.
  private static boolean names(Fields fields, String name) {
    return fields.all(name).stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .map(part -> part.strip().split("[ \t]", 2)[0].toLowerCase(Locale.ROOT))
        .anyMatch(SCHEMES::contains);
  }
}
