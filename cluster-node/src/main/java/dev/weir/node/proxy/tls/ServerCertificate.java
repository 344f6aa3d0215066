package dev.weir.node.proxy.tls;

import dev.weir.node.peer.identity.Pem;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A certificate that this node shows to clients, with those between it and an authority, and its
/// key. Pure.
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
  /// How long before its end it is warned of.
  public static final Duration WARNED_BEFORE = Duration.ofDays(14);

  /// Copies the chain.
  public ServerCertificate {
    chain = List.copyOf(chain);
  }

  /// What became of reading one.
  public sealed interface Reading {
    /// It may be shown.
    record Good(ServerCertificate certificate) implements Reading {}

    /// It may not, for all these reasons.
    record Bad(List<Problem> problems) implements Reading {
      /// Copies the problems.
      public Bad {
        problems = List.copyOf(problems);
      }
    }
  }

  /// What is wrong with `certificate` or `key`.
  public record Problem(String part, String reason, String remedy) {}

  /// Reads the texts of the two files.
  public static Reading of(String certificate, String key, Instant now) {
    var problems = new ArrayList<Problem>();
    List<X509Certificate> chain = Pem.certificates(certificate);
    if (chain.isEmpty()) {
      problems.add(
          new Problem("certificate", "there is no certificate in it", "name a file in PEM"));
      return new Reading.Bad(problems);
    }
    X509Certificate own = chain.getFirst();
    if (now.isAfter(own.getNotAfter().toInstant())) {
      problems.add(
          new Problem(
              "certificate",
              "it has expired on " + own.getNotAfter().toInstant(),
              "have it renewed"));
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      problems.add(
          new Problem(
              "certificate",
              "it begins on " + own.getNotBefore().toInstant(),
              "is the clock of this host right?"));
    }
    Optional<PrivateKey> found = Pem.key(key, own.getPublicKey().getAlgorithm());
    if (found.isEmpty()) {
      problems.add(
          new Problem(
              "key",
              "there is no private key for the certificate in it",
              "name it in PKCS#8: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pem"));
    } else if (!Pem.isPair(found.get(), own.getPublicKey())) {
      problems.add(
          new Problem("key", "it is not the key of the certificate", "name the key beside it"));
    }
    return problems.isEmpty()
        ? new Reading.Good(new ServerCertificate(chain, found.orElseThrow()))
        : new Reading.Bad(problems);
  }

  /// When the first of the chain ends to be believed.
  public Instant expiry() {
    return chain.stream()
        .map(it -> it.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /// Whether it ends so soon that somebody should renew it.
  public boolean endsSoon(Instant now) {
    return now.plus(WARNED_BEFORE).isAfter(expiry());
  }
}
