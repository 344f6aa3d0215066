package dev.weir.node.proxy.sni;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;

/// What a real TLS client says first: that of this JVM.
public final class Hellos {
  private Hellos() {}

  /// With this server name, if any, and these protocols inside.
  public static byte[] of(List<String> names, String... protocols) throws IOException {
    try {
      var engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      var parameters = engine.getSSLParameters();
      List<SNIServerName> wanted =
          names.stream().map(SNIHostName::new).map(SNIServerName.class::cast).toList();
      parameters.setServerNames(wanted);
      parameters.setApplicationProtocols(protocols);
      engine.setSSLParameters(parameters);
      var out = ByteBuffer.allocate(32 * 1024);
      engine.wrap(ByteBuffer.allocate(0), out);
      return Arrays.copyOf(out.array(), out.position());
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  /// The same spread over records of so many octets.
  public static byte[] inRecords(byte[] hello, int octets) {
    int length = hello.length - 5;
    var out = ByteBuffer.allocate(length + 5 * (length / octets + 1));
    for (int at = 0; at < length; at += octets) {
      int part = Math.min(octets, length - at);
      out.put(hello, 0, 3).putShort((short) part).put(hello, 5 + at, part);
    }
    return Arrays.copyOf(out.array(), out.position());
  }
}
