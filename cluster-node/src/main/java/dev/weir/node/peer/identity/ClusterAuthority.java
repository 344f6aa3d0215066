package dev.weir.node.peer.identity;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The certificate authority of one cluster: what it signs belongs to the cluster.
///
/// Keys are of the curve P-256, signatures ECDSA with SHA-256. Its certificates can be those of
/// nodes alone: the address of the node is their only name, and nothing below them can sign.
///
/// @param certificate its own, signed by itself
/// @param key signs; only `weir cluster init` needs it, no node does
public record ClusterAuthority(X509Certificate certificate, PrivateKey key) {
  /// How long the authority itself is believed.
  public static final Duration AUTHORITY_FOR = Duration.ofDays(3650);

  /// How long a node's certificate is believed.
  public static final Duration NODE_FOR = Duration.ofDays(730);

  /// How far back a new certificate begins, for nodes whose clocks are late.
  private static final Duration EARLIER = Duration.ofHours(1);

  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
  private static final int SERIAL_BITS = 120;

  /// A node's certificate and its key.
  public record Issued(X509Certificate certificate, PrivateKey key) {}

  private record Subject(String name, PublicKey key, Instant from, Instant until) {}

  /// A new authority for a cluster of this name.
  public static ClusterAuthority create(String cluster, Instant now)
      throws GeneralSecurityException {
    KeyPair pair = newPair();
    var subject =
        new Subject(
            "weir cluster " + cluster,
            pair.getPublic(),
            now.minus(EARLIER),
            now.plus(AUTHORITY_FOR));
    byte[] extensions =
        Der.sequence(
            critical("2.5.29.19", Der.sequence(Der.truth(), Der.integer(BigInteger.ZERO))),
            critical("2.5.29.15", Der.bits(1, new byte[] {0x06})),
            plain("2.5.29.14", Der.octets(keyIdentifier(pair.getPublic()))));
    byte[] name = name(subject.name());
    return new ClusterAuthority(
        signed(subject, name, extensions, pair.getPrivate()), pair.getPrivate());
  }

  /// A certificate for the node at this address, with a new key.
  public Issued issue(Inet4Address node, Instant now) throws GeneralSecurityException {
    KeyPair pair = newPair();
    Instant until = now.plus(NODE_FOR);
    Instant last = certificate.getNotAfter().toInstant();
    var subject =
        new Subject(
            node.getHostAddress(),
            pair.getPublic(),
            now.minus(EARLIER),
            until.isBefore(last) ? until : last);
    byte[] extensions =
        Der.sequence(
            critical("2.5.29.15", Der.bits(7, new byte[] {(byte) 0x80})),
            plain(
                "2.5.29.37",
                Der.sequence(
                    Der.identifier("1.3.6.1.5.5.7.3.1"), Der.identifier("1.3.6.1.5.5.7.3.2"))),
            plain("2.5.29.17", Der.sequence(Der.context(7, false, node.getAddress()))),
            plain("2.5.29.14", Der.octets(keyIdentifier(pair.getPublic()))),
            plain(
                "2.5.29.35",
                Der.sequence(Der.context(0, false, keyIdentifier(certificate.getPublicKey())))));
    byte[] issuer = certificate.getSubjectX500Principal().getEncoded();
    return new Issued(signed(subject, issuer, extensions, key), pair.getPrivate());
  }

  /// Who a node with this certificate is, to others of the cluster.
  public PeerIdentity identity(Issued issued) {
    return new PeerIdentity(List.of(issued.certificate()), issued.key(), List.of(certificate));
  }

  private static X509Certificate signed(
      Subject subject, byte[] issuer, byte[] extensions, PrivateKey by)
      throws GeneralSecurityException {
    byte[] body =
        Der.sequence(
            Der.context(0, true, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE)),
            ECDSA_SHA256,
            issuer,
            Der.sequence(Der.time(subject.from()), Der.time(subject.until())),
            name(subject.name()),
            subject.key().getEncoded(),
            Der.context(3, true, extensions));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(by);
    signature.update(body);
    byte[] whole = Der.sequence(body, ECDSA_SHA256, Der.bits(0, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] name(String common) {
    return Der.sequence(Der.set(Der.sequence(Der.identifier("2.5.4.3"), Der.text(common))));
  }

  private static byte[] critical(String identifier, byte[] value) {
    return Der.sequence(Der.identifier(identifier), Der.truth(), Der.octets(value));
  }

  private static byte[] plain(String identifier, byte[] value) {
    return Der.sequence(Der.identifier(identifier), Der.octets(value));
  }

  private static byte[] keyIdentifier(PublicKey key) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    return java.util.Arrays.copyOf(digest, 20);
  }

  private static KeyPair newPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
