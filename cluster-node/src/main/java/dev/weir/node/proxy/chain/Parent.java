package dev.weir.node.proxy.chain;

import dev.weir.node.config.chain.ParentConfig;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/// Another proxy that is asked in place of origins.
///
/// @param where its host and port
/// @param weight its share among others, 1 to 1000
/// @param login what proves who we are
/// @param connectWithin the longest a connection to it may take
/// @param checkEvery how often it is asked whether it lives
/// @param failuresMax how many failures in a row make it count as dead
public record Parent(
    String name,
    Authority where,
    int weight,
    Optional<Login> login,
    Duration connectWithin,
    Duration checkEvery,
    int failuresMax) {

  /// The value of Proxy-Authorization, which shows itself to nobody.
  public static final class Login {
    private final String value;

    private Login(String value) {
      this.value = value;
    }

    /// Basic credentials (RFC 7617 §2).
    public static Login basic(String user, String password) {
      byte[] octets = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return new Login("Basic " + Base64.getEncoder().encodeToString(octets));
    }

    /// The value itself, for the parent alone.
    public String reveal() {
      return value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Login login && login.value.equals(value);
    }

    @Override
    public int hashCode() {
      return 0;
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /// The parent of a section.
  public static Parent of(ParentConfig config) {
    return new Parent(
        config.name(),
        new Authority(config.address().host(), config.address().port(), Scheme.HTTP),
        config.weight(),
        config.credentials().map(it -> Login.basic(it.user(), it.password().reveal())),
        config.connectTimeout(),
        config.health().interval(),
        config.health().failures());
  }
}
