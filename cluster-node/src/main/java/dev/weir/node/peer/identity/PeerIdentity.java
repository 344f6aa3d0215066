package dev.weir.node.peer.identity;

import java.net.Inet4Address;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Who this node is to the others, and whom it believes.
///
/// @param chain this node's certificate, and any between it and an authority
/// @param key the private key of the first certificate
/// @param authorities whoever has a certificate of one of these is a node of the cluster
public record PeerIdentity(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
  /// How long before its end a certificate is warned of.
  public static final Duration WARNED_BEFORE = Duration.ofDays(30);

  private static final int GENERAL_NAME_ADDRESS = 7;

  /// What is wrong with one of the three parts, named as in the configuration.
  public record Problem(String part, String reason, String remedy) {}

  /// Copies the lists.
  public PeerIdentity {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
  }

  /// The certificate that names this node.
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /// When the first of what is needed ends to be believed: this node's chain, or every authority.
  public Instant expiry() {
    Instant authority =
        authorities.stream().map(PeerIdentity::end).max(Instant::compareTo).orElse(Instant.MIN);
    return chain.stream()
        .map(PeerIdentity::end)
        .filter(end -> end.isBefore(authority))
        .min(Instant::compareTo)
        .orElse(authority);
  }

  /// Why the other nodes would not take this for the node at `address`; none when they would.
  public List<Problem> problems(Inet4Address address) {
    var problems = new ArrayList<Problem>();
    if (!names(certificate(), address)) {
      problems.add(
          new Problem(
              "certificate",
              "it is not that of " + address.getHostAddress(),
              "make one: weir cluster init --node " + address.getHostAddress()));
    }
    if (!Pem.isPair(key, certificate().getPublicKey())) {
      problems.add(
          new Problem("key", "it is not the key of the certificate", "name the key beside it"));
    }
    X509Certificate last = chain.getLast();
    if (authorities.stream().noneMatch(authority -> isSigned(last, authority))) {
      problems.add(
          new Problem(
              "ca", "it has not signed the certificate", "name the ca.crt that was made with it"));
    }
    return problems;
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  private static boolean names(X509Certificate certificate, Inet4Address address) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.contains(List.of(GENERAL_NAME_ADDRESS, address.getHostAddress()));
    } catch (CertificateParsingException none) {
      return false;
    }
  }

  private static boolean isSigned(X509Certificate certificate, X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException otherwise) {
      return false;
    }
  }
}
