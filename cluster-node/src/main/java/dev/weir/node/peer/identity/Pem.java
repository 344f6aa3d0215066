package dev.weir.node.peer.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Certificates and keys as text (RFC 7468 Textual Encodings of PKIX, PKCS, and CMS Structures).
public final class Pem {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /// The certificates of a text, in its order; none when it is no such text.
  public static List<X509Certificate> certificates(String text) {
    var octets = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    var found = new ArrayList<X509Certificate>();
    try {
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(octets)) {
        if (each instanceof X509Certificate certificate) {
          found.add(certificate);
        }
      }
    } catch (CertificateException notOne) {
      return List.of();
    }
    return List.copyOf(found);
  }

  /// The private key of a text in PKCS#8 without a password, for an algorithm such as `EC`; empty
  /// when it is no such text.
  public static Optional<PrivateKey> key(String text, String algorithm) {
    String begin = begin(KEY);
    int from = text.indexOf(begin);
    int to = text.indexOf(end(KEY));
    if (from < 0 || to < from + begin.length()) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(octets)));
    } catch (GeneralSecurityException | IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /// Whether what one signs is what the other confirms.
  public static boolean isPair(PrivateKey key, PublicKey publicKey) {
    try {
      String algorithm =
          switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
          };
      byte[] octets = {1, 2, 3};
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(octets);
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(publicKey);
      checking.update(octets);
      return checking.verify(signing.sign());
    } catch (GeneralSecurityException otherwise) {
      return false;
    }
  }

  /// The text of a certificate.
  ///
  /// @throws CertificateException when it cannot be encoded
  public static String of(X509Certificate certificate) throws CertificateException {
    return armoured(CERTIFICATE, certificate.getEncoded());
  }

  /// The text of a private key.
  public static String of(PrivateKey key) {
    return armoured(KEY, key.getEncoded());
  }

  private static String armoured(String label, byte[] octets) {
    return begin(label) + "\n" + LINES.encodeToString(octets) + "\n" + end(label) + "\n";
  }

  private static String begin(String label) {
    return "-----BEGIN " + label + "-----";
  }

  private static String end(String label) {
    return "-----END " + label + "-----";
  }
}
