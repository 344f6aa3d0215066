package dev.weir.node.proxy.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// A certificate as it is shown to clients now: TLS 1.3 and 1.2, with ciphers that HTTP/2 permits.
/// When its files have changed, [#reload] takes what is in them; connections that are open keep
/// what they began with. For any thread.
public final class Shown implements Supplier<SslContext> {
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private final CertificateFiles files;
  private final boolean http2;
  private volatile Present present;

  private record Present(ServerCertificate certificate, SslContext context) {}

  /// What came of reloading.
  public enum Reload {
    /// The files hold what they held.
    SAME,
    /// What they hold is shown from now on.
    TAKEN,
    /// What they hold cannot be shown; what was shown before still is.
    REFUSED
  }

  /// One of these files, which hold this certificate.
  ///
  /// @param http2 whether HTTP/2 is offered
  /// @throws SSLException when the JDK cannot use the certificate
  public Shown(CertificateFiles files, ServerCertificate certificate, boolean http2)
      throws SSLException {
    this.files = files;
    this.http2 = http2;
    this.present = new Present(certificate, context(certificate, http2));
  }

  @Override
  public SslContext get() {
    return present.context;
  }

  /// The certificate that is shown.
  public ServerCertificate certificate() {
    return present.certificate;
  }

  /// Reads the files again.
  public Reload reload(Instant now) {
    if (!(files.read(now) instanceof ServerCertificate.Reading.Good(var read))) {
      return Reload.REFUSED;
    }
    if (read.chain().equals(present.certificate.chain())) {
      return Reload.SAME;
    }
    try {
      present = new Present(read, context(read, http2));
      return Reload.TAKEN;
    } catch (SSLException e) {
      return Reload.REFUSED;
    }
  }

  private static SslContext context(ServerCertificate certificate, boolean http2)
      throws SSLException {
    List<String> offered =
        http2
            ? List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
            : List.of(ApplicationProtocolNames.HTTP_1_1);
    return SslContextBuilder.forServer(certificate.key(), certificate.chain())
        .sslProvider(SslProvider.JDK)
        .protocols(PROTOCOLS)
        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                offered))
        .build();
  }
}
