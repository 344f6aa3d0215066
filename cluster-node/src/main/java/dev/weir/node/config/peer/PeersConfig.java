package dev.weir.node.config.peer;

import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.peer.identity.PeerIdentity;
import dev.weir.node.peer.identity.Pem;
import java.net.Inet4Address;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The `peers` section: how this node talks to the others.
///
/// @param port the TCP port of every node for the others
/// @param identity who this node is to them; without it there is no peer link
public record PeersConfig(int port, Optional<PeerIdentity> identity) {
  /// What is in force when the section is not written.
  public static final PeersConfig DEFAULTS = new PeersConfig(5702, Optional.empty());

  private static final String SAME = "write certificate, key and ca, or none of them";

  /// Reads the section of the node at this address.
  public static PeersConfig read(SectionReader section, Inet4Address own, Instant now) {
    int port =
        section
            .key("port", Values.port(), "The TCP port of the peer link, the same on every node.")
            .or(DEFAULTS.port);
    var certificate =
        section
            .key(
                "certificate",
                new PemType(false),
                "The certificate of this node; its name is node.address.")
            .optional();
    var key =
        section.key("key", new PemType(true), "The private key of the certificate.").optional();
    var ca =
        section
            .key(
                "ca",
                new PemType(false),
                "The authority of the cluster, by whose certificates nodes know each other. Two"
                    + " in one file while one takes the other's place.")
            .optional();
    if (certificate.isPresent() && key.isPresent() && ca.isPresent()) {
      var identity = identity(section, certificate.get(), key.get(), ca.get());
      identity.ifPresent(it -> check(section, it, own, now));
      return new PeersConfig(port, identity);
    }
    if (certificate.isPresent() || key.isPresent() || ca.isPresent()) {
      for (String part : List.of("certificate", "key", "ca")) {
        if (!section.has(part)) {
          section.refuse(part, "missing", SAME);
        }
      }
    }
    return new PeersConfig(port, Optional.empty());
  }

  /// Nothing when a part is no such thing, or has been refused already.
  private static Optional<PeerIdentity> identity(
      SectionReader section, Secret certificate, Secret key, Secret ca) {
    List<X509Certificate> chain = certificates(section, "certificate", certificate);
    List<X509Certificate> authorities = certificates(section, "ca", ca);
    if (chain.isEmpty() || key.reveal().isEmpty()) {
      return Optional.empty();
    }
    Optional<PrivateKey> found =
        Pem.key(key.reveal(), chain.getFirst().getPublicKey().getAlgorithm());
    if (found.isEmpty()) {
      section.refuse(
          "key",
          "there is no private key for the certificate in it",
          "name the key that was made with the certificate, in PKCS#8 without a password");
    }
    return authorities.isEmpty()
        ? Optional.empty()
        : found.map(it -> new PeerIdentity(chain, it, authorities));
  }

  private static List<X509Certificate> certificates(
      SectionReader section, String part, Secret text) {
    var found = Pem.certificates(text.reveal());
    if (found.isEmpty() && !text.reveal().isEmpty()) {
      section.refuse(part, "there is no certificate in it", "name a file in PEM");
    }
    return found;
  }

  private static void check(
      SectionReader section, PeerIdentity identity, Inet4Address own, Instant now) {
    identity
        .problems(own)
        .forEach(problem -> section.refuse(problem.part(), problem.reason(), problem.remedy()));
    Duration left = Duration.between(now, identity.expiry());
    String renew = "weir cluster init --renew --node " + own.getHostAddress();
    if (left.isNegative()) {
      section.warn(
          "certificate", "it has expired on " + identity.expiry() + ": no node talks to us", renew);
    } else if (left.compareTo(PeerIdentity.WARNED_BEFORE) < 0) {
      section.warn("certificate", "it expires in " + left.toDays() + " days", renew);
    }
  }
}
