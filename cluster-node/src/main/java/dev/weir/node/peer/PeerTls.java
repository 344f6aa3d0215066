package dev.weir.node.peer;

import dev.weir.node.peer.identity.PeerIdentity;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// TLS 1.3 between nodes, and nothing older. Each side shows a certificate of the cluster's
/// authority that names the address it is seen at.
public final class PeerTls {
  /// How long a handshake may take.
  public static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private static final List<String> PROTOCOLS = List.of("TLSv1.3");

  private final SslContext accepting;
  private final SslContext calling;

  /// The TLS of a node with this identity.
  ///
  /// @throws SSLException when its parts do not go together
  public PeerTls(PeerIdentity identity) throws SSLException {
    accepting =
        SslContextBuilder.forServer(identity.key(), identity.chain())
            .trustManager(identity.authorities())
            .clientAuth(ClientAuth.REQUIRE)
            .protocols(PROTOCOLS)
            .sslProvider(SslProvider.JDK)
            .build();
    calling =
        SslContextBuilder.forClient()
            .keyManager(identity.key(), identity.chain())
            .trustManager(identity.authorities())
            .protocols(PROTOCOLS)
            .sslProvider(SslProvider.JDK)
            .build();
  }

  /// What a connection that was accepted begins with.
  public SslHandler accepted(Channel channel) {
    return handler(accepting, channel, (InetSocketAddress) channel.remoteAddress(), "LDAPS");
  }

  /// What a connection to a peer begins with.
  public SslHandler called(Channel channel, InetSocketAddress peer) {
    return handler(calling, channel, peer, "HTTPS");
  }

  /// Encrypts a connection that a thread of its own has made to a peer, and waits for the
  /// handshake. That the peer refuses us shows only when something is read.
  ///
  /// @throws IOException when the peer is not who it should be, or says nothing in time
  public SSLSocket over(Socket connection) throws IOException {
    var socket =
        (SSLSocket)
            ((JdkSslContext) calling)
                .context()
                .getSocketFactory()
                .createSocket(
                    connection,
                    connection.getInetAddress().getHostAddress(),
                    connection.getPort(),
                    true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(PROTOCOLS.toArray(String[]::new));
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /// In both directions the certificate must name the other end's address. Both rules compare an
  /// address alike; of the two the JDK has only LDAPS for who accepts.
  private static SslHandler handler(
      SslContext context, Channel channel, InetSocketAddress other, String rule) {
    SslHandler handler =
        context.newHandler(channel.alloc(), other.getAddress().getHostAddress(), other.getPort());
    SSLParameters parameters = handler.engine().getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(rule);
    handler.engine().setSSLParameters(parameters);
    handler.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
    return handler;
  }
}
