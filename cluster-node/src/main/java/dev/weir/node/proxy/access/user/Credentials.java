package dev.weir.node.proxy.access.user;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What a client shows: a name and a password (RFC 7617 §2). It does not show itself.
///
/// @param password in octets, as they were sent
record Credentials(String user, String password) {
  /// The longest password of which bcrypt sees all.
  static final int PASSWORD_OCTETS_MAX = 72;

  private static final int FIELD_MAX = 1024;
  private static final String SCHEME = "basic ";

  /// Those of a Proxy-Authorization; empty when it has none that could be right.
  static Optional<Credentials> of(String field) {
    if (field.length() > FIELD_MAX || !field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getDecoder().decode(field.substring(SCHEME.length()).strip());
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      int colon = text.indexOf(':');
      return colon <= 0 || text.indexOf('\0') >= 0
          ? Optional.empty()
          : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)))
              .filter(Credentials::isSeenWhole);
    } catch (IllegalArgumentException | CharacterCodingException notOne) {
      return Optional.empty();
    }
  }

  private boolean isSeenWhole() {
    return password.getBytes(StandardCharsets.UTF_8).length <= PASSWORD_OCTETS_MAX;
  }

  @Override
  public String toString() {
    return "***";
  }
}
