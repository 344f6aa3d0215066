package dev.weir.node.way;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.entry.ForwardConfig;
import dev.weir.node.life.HostException;
import dev.weir.node.proxy.forward.Pac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.Stream;

/// The file by which browsers are configured to use the proxy.
public final class BrowserFile {
  private static final int PAC_BYTES_MAX = 1 << 20;

  private BrowserFile() {}

  /// What configures clients: the operator's file, or one that names this node first and the others
  /// of its cluster after it, each in its turn.
  public static String of(NodeConfig config, ForwardConfig forward) throws HostException {
    if (forward.pac().isPresent()) {
      return read(forward.pac().get());
    }
    var own = forward.listen().socketAddress().getAddress();
    var self = own.isAnyLocalAddress() ? config.node().address() : own;
    var members = new ArrayList<>(config.cluster().members());
    Collections.rotate(members, -members.indexOf(config.node().address()));
    members.remove(config.node().address());
    int port = forward.listen().port();
    var proxies =
        Stream.concat(Stream.of(self), members.stream())
            .map(address -> address.getHostAddress() + ":" + port)
            .toList();
    return Pac.of(proxies, forward.direct());
  }

  private static String read(Path file) throws HostException {
    try {
      if (Files.size(file) > PAC_BYTES_MAX) {
        throw new HostException(
            "proxy.forward.pac: " + file + " is longer than 1 MiB. Browsers take no such file.");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new HostException(
          "proxy.forward.pac: cannot read " + file + ": " + e + ". It must be text in UTF-8.", e);
    }
  }
}
