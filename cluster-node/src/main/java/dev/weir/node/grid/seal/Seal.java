package dev.weir.node.grid.seal;

import dev.weir.node.config.value.Secret;
import dev.weir.node.grid.seal.SignedRecord.Terms;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs records with the cluster's secret and tells genuine ones: HMAC-SHA-256 over the key and
///
/// ```
/// u8 version = 1 | 4 signer | u64 number | u64 until, seconds since 1970 | u8 withdrawn | content
/// ```
///
/// by a key derived from the secret, the cluster's name and the purpose. The signature comes last,
/// 32 octets. Confined to one thread.
public final class Seal {
  /// The version of what is signed.
  public static final int VERSION = 1;

  /// The longest content, in octets.
  public static final int CONTENT_BYTES_MAX = 16 * 1024;

  private static final int HEAD_BYTES = 1 + 4 + Long.BYTES + Long.BYTES + 1;
  private static final int MAC_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final Map<Purpose, Mac> macs = new EnumMap<>(Purpose.class);

  private Seal(byte[] secret, String cluster) {
    Mac root = mac(secret);
    for (Purpose purpose : Purpose.values()) {
      String use = "weir " + purpose.label() + " of " + cluster;
      macs.put(purpose, mac(root.doFinal(use.getBytes(StandardCharsets.UTF_8))));
    }
  }

  /// What came of opening octets.
  public sealed interface Opened {
    /// A node of this cluster has signed them.
    record Genuine(SignedRecord record) implements Opened {}

    /// They are not used.
    record Refused(Refusal why) implements Opened {}
  }

  /// The seal of the cluster of that name and secret.
  public static Seal of(Secret secret, String cluster) {
    return new Seal(secret.reveal().getBytes(StandardCharsets.UTF_8), cluster);
  }

  /// A seal nobody else has, for a node without others.
  public static Seal alone() {
    byte[] secret = new byte[MAC_BYTES];
    new SecureRandom().nextBytes(secret);
    return new Seal(secret, "");
  }

  /// Signs a value for a purpose, under a key.
  public SignedRecord sign(Purpose purpose, String key, Terms terms, byte[] content) {
    if (content.length > CONTENT_BYTES_MAX) {
      throw new IllegalArgumentException(content.length + " octets");
    }
    byte[] signed =
        ByteBuffer.allocate(HEAD_BYTES + content.length)
            .put((byte) VERSION)
            .put(terms.signer().getAddress())
            .putLong(terms.number())
            .putLong(terms.untilSecond())
            .put((byte) (terms.withdrawn() ? 1 : 0))
            .put(content)
            .array();
    byte[] octets = Arrays.copyOf(signed, signed.length + MAC_BYTES);
    System.arraycopy(signature(purpose, key, signed), 0, octets, signed.length, MAC_BYTES);
    return new SignedRecord(key, terms, content.clone(), octets);
  }

  /// Tells whether octets were signed for this purpose and key. Total: anything may be given.
  public Opened open(Purpose purpose, String key, byte[] octets) {
    if (octets.length < HEAD_BYTES + MAC_BYTES
        || octets.length > HEAD_BYTES + CONTENT_BYTES_MAX + MAC_BYTES) {
      return new Opened.Refused(Refusal.LENGTH);
    }
    byte[] signed = Arrays.copyOf(octets, octets.length - MAC_BYTES);
    byte[] given = Arrays.copyOfRange(octets, signed.length, octets.length);
    if (!MessageDigest.isEqual(signature(purpose, key, signed), given)) {
      return new Opened.Refused(Refusal.FORGED);
    }
    var in = ByteBuffer.wrap(signed);
    if (in.get() != VERSION) {
      return new Opened.Refused(Refusal.UNKNOWN_VERSION);
    }
    Inet4Address signer = address(in);
    long number = in.getLong();
    long until = in.getLong();
    int withdrawn = in.get();
    if (number < 0 || until < 0 || (withdrawn & 1) != withdrawn) {
      return new Opened.Refused(Refusal.CONTENT);
    }
    byte[] content = new byte[in.remaining()];
    in.get(content);
    var terms = new Terms(signer, number, until, withdrawn == 1);
    return new Opened.Genuine(new SignedRecord(key, terms, content, octets.clone()));
  }

  private byte[] signature(Purpose purpose, String key, byte[] signed) {
    Mac mac = macs.get(purpose);
    if (mac == null) {
      throw new IllegalStateException("no key for " + purpose);
    }
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
    mac.update(name);
    return mac.doFinal(signed);
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static Inet4Address address(ByteBuffer in) {
    byte[] octets = new byte[4];
    in.get(octets);
    try {
      return (Inet4Address) InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four octets are always an address
    }
  }
}
