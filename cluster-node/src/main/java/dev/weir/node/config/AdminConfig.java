package dev.weir.node.config;

import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.net.Inet4Address;
import java.util.Optional;

/// The `admin` section, of nodes and routers: where metrics, readiness and views are served, and to
/// whom.
public record AdminConfig(ListenAddress listen, Optional<Secret> token) {
  private static final int TOKEN_CHARS_MIN = 32;
  private static final int TOKEN_CHARS_MAX = 256;

  /// What is in force on a node when the section is not written.
  public static final AdminConfig DEFAULTS = onLoopback(8088);

  /// The loopback's port, for which no token is needed.
  public static AdminConfig onLoopback(int port) {
    return new AdminConfig(
        new ListenAddress(Inet4Address.ofLiteral("127.0.0.1"), port), Optional.empty());
  }

  /// Reads the section of a program in which this is in force when nothing is written.
  public static AdminConfig read(SectionReader section, AdminConfig defaults) {
    var config =
        new AdminConfig(
            section
                .key(
                    "listen",
                    Values.listen(),
                    "Where the page and the API for operators are served. Elsewhere than on the"
                        + " loopback only with a token.")
                .or(defaults.listen),
            section
                .key(
                    "token",
                    Values.secret(TOKEN_CHARS_MIN, TOKEN_CHARS_MIN, TOKEN_CHARS_MAX),
                    "What whoever does not ask over the loopback shows, as Authorization: Bearer"
                        + " TOKEN.")
                .optional());
    if (!config.listen.address().isLoopbackAddress() && !section.has("token")) {
      section.refuse(
          "listen",
          config.listen.address().getHostAddress()
              + " is not a loopback address, and there is no token",
          "run openssl rand -hex 32, keep it in a file of mode 0600, and write token: file:PATH");
    }
    return config;
  }
}
