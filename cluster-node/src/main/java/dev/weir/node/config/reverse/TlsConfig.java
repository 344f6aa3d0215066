package dev.weir.node.config.reverse;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.proxy.tls.CertificateFiles;
import dev.weir.node.proxy.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The section `tls` of one of `proxy.reverse`: the certificate of its hosts.
///
/// @param files where it is; read again while the node runs
/// @param certificate what they hold now
/// @param http2 whether HTTP/2 is offered
/// @param endsSoon whether somebody should renew it
public record TlsConfig(
    CertificateFiles files, ServerCertificate certificate, boolean http2, boolean endsSoon) {

  /// Reads the section; empty when it is not written, or has been refused.
  public static Optional<TlsConfig> read(SectionReader reverse, Instant now) {
    if (!reverse.has("tls") && !reverse.describing()) {
      return Optional.empty();
    }
    SectionReader section = reverse.section("tls");
    Path certificate =
        section
            .key(
                "certificate",
                new PemFileType("certificate"),
                "The certificate of these hosts, and those between it and an authority, in PEM."
                    + " Read again when it changes.")
            .required();
    Path key =
        section
            .key(
                "key",
                new PemFileType("private key"),
                "Its private key, in PEM (PKCS#8, without a password).")
            .required();
    boolean http2 =
        section.key("http2", Values.flag(), "Whether clients are offered HTTP/2.").or(true);
    if (section.describing() || !section.has("certificate") || !section.has("key")) {
      return Optional.empty();
    }
    var files = new CertificateFiles(certificate, key);
    return switch (files.read(now)) {
      case ServerCertificate.Reading.Good(ServerCertificate good) -> {
        warn(section, good, now);
        yield Optional.of(new TlsConfig(files, good, http2, good.endsSoon(now)));
      }
      case ServerCertificate.Reading.Bad(var problems) -> {
        problems.forEach(each -> section.refuse(each.part(), each.reason(), each.remedy()));
        yield Optional.empty();
      }
    };
  }

  private static void warn(SectionReader section, ServerCertificate certificate, Instant now) {
    if (certificate.endsSoon(now)) {
      long days = Duration.between(now, certificate.expiry()).toDays();
      section.warn("certificate", "it expires in " + days + " days", "have it renewed");
    }
  }
}
