package dev.weir.wccp.codec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// How the messages of a service group are authenticated (§3.1): not at all, or by MD5 over a
/// password of 1–8 characters.
///
/// MD5 here guards integrity against accidents; isolation of the network is the real control.
public final class Security {
  /// No authentication.
  public static final Security NONE = new Security(new byte[0]);

  /// The longest password, in octets.
  public static final int PASSWORD_OCTETS_MAX = 8;

  static final int DIGEST_OCTETS = 16;

  private final byte[] key;

  private Security(byte[] key) {
    this.key = key;
  }

  /// Authentication by MD5 with this password.
  public static Security md5(String password) {
    byte[] octets = password.getBytes(StandardCharsets.UTF_8);
    if (octets.length < 1 || octets.length > PASSWORD_OCTETS_MAX) {
      throw new IllegalArgumentException("a password of " + octets.length + " octets");
    }
    return new Security(Arrays.copyOf(octets, PASSWORD_OCTETS_MAX));
  }

  /// Whether messages carry a digest.
  public boolean authenticates() {
    return key.length > 0;
  }

  /// The digest of a message whose own digest octets are zero.
  byte[] digest(byte[] message) {
    try {
      var md5 = MessageDigest.getInstance("MD5");
      md5.update(key);
      return md5.digest(message);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has MD5", missing);
    }
  }

  /// Shows the option, never the password.
  @Override
  public String toString() {
    return authenticates() ? "md5" : "none";
  }
}
