package dev.weir.node.proxy;

import dev.weir.node.access.AccessLog;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.introduce.ClientAddress;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.node.proxy.tls.CertificateFiles;
import dev.weir.node.proxy.tls.ServerCertificate;
import dev.weir.node.proxy.tls.Shown;
import dev.weir.node.proxy.tls.TlsSections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A node that stands by TLS for `www.example.com` and `*.example.org`, and with another
/// certificate for `other.example.com`, all at one origin.
final class TlsScene {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final InetSocketAddress origin;
  private final Path folder;
  final List<Shown> shown = new ArrayList<>();

  /// Its files are in a folder.
  TlsScene(InetSocketAddress origin, Path folder) {
    this.origin = origin;
    this.folder = folder;
  }

  ProxyUnderTest node() throws Exception {
    return ProxyUnderTest.behind(door());
  }

  /// The same, which logs.
  ProxyUnderTest node(AccessLog log) throws Exception {
    return ProxyUnderTest.logging(door(), log);
  }

  /// The same, where who may what is as it says.
  ProxyUnderTest node(Supplier<Access> access) throws Exception {
    return ProxyUnderTest.guarded(access, AccessLog.off(), door());
  }

  /// A client of HTTP/1.1 that asks a node for `www.example.com`.
  static RawClient client(ProxyUnderTest node) throws Exception {
    var address = node.proxy.boundAddresses().getFirst();
    return new RawClient(RawHttp2.connected(address, "www.example.com", "http/1.1"));
  }

  /// Such a node that bears no more than this of clients that take no longer.
  ProxyUnderTest node(ProxyConfig.Limits limits, ClientTimes times) throws Exception {
    return ProxyUnderTest.limited(origin, limits, times, door());
  }

  private Door door() throws Exception {
    for (String file : List.of("www.pem", "www.key", "other.pem", "other.key")) {
      copy(file, file);
    }
    var sections =
        new TlsSections(
            List.of(
                section("www", "www.example.com", "*.example.org"),
                section("other", "other.example.com")));
    return new Door(
        ANY,
        _ -> true,
        (_, _) -> {
          throw new IllegalStateException("in the clear");
        },
        new Door.Opening(_ -> false, Optional.of(sections)));
  }

  private TlsSections.Section section(String name, String... hosts) throws Exception {
    var files = new CertificateFiles(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    var read = (ServerCertificate.Reading.Good) files.read(Instant.now());
    shown.add(new Shown(files, read.certificate(), true));
    var sites = new Sites(List.of(new Sites.Site(List.of(hosts), List.of(origin))));
    return new TlsSections.Section(
        List.of(hosts),
        shown.getLast(),
        (_, channel) ->
            new Surrogate(
                sites,
                new Surrogate.Asking(Scheme.HTTPS, ClientAddress.of(channel), ANY),
                () -> {}));
  }

  /// Copies a certificate or a key into the folder.
  Path copy(String from, String to) throws IOException {
    try (var in = TlsScene.class.getResourceAsStream("/tls/" + from)) {
      Files.copy(in, folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }
    return folder.resolve(to);
  }
}
