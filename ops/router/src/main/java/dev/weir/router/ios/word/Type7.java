package dev.weir.router.ios.word;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Passwords of type 7, as `service password-encryption` stores them: hidden from a glance, not
/// from anybody. Two decimal digits say where in a known text to begin; each octet that follows in
/// hex is one octet of the password XOR one of that text.
public final class Type7 {
  private static final byte[] KEY =
      "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern FORM = Pattern.compile("[0-9]{2}([0-9A-Fa-f]{2})+");

  private Type7() {}

  /// The password; empty when this is no password of type 7.
  public static Optional<String> decode(String stored) {
    if (!FORM.matcher(stored).matches()) {
      return Optional.empty();
    }
    int start = Integer.parseInt(stored.substring(0, 2));
    byte[] octets = HexFormat.of().parseHex(stored.substring(2));
    for (int i = 0; i < octets.length; i++) {
      octets[i] ^= KEY[(start + i) % KEY.length];
      if (octets[i] < ' ' || octets[i] > '~') {
        return Optional.empty();
      }
    }
    return Optional.of(new String(octets, StandardCharsets.US_ASCII));
  }
}
