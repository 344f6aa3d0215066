package dev.weir.node.config.peer;

import dev.weir.node.peer.identity.ClusterAuthority;
import dev.weir.node.peer.identity.PeerIdentity;
import dev.weir.node.peer.identity.Pem;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;

/// The three files of a node, as `weir cluster init` makes them.
public final class PeerFiles {
  private PeerFiles() {}

  /// Writes `node.crt`, `node.key` and `ca.crt` for the node at this address.
  public static PeerIdentity write(Path folder, Inet4Address node) throws Exception {
    var now = InstantSource.system().instant();
    var authority = ClusterAuthority.create("test", now);
    var issued = authority.issue(node, now);
    Files.writeString(folder.resolve("ca.crt"), Pem.of(authority.certificate()));
    Files.writeString(folder.resolve("node.crt"), Pem.of(issued.certificate()));
    Path key = Files.writeString(folder.resolve("node.key"), Pem.of(issued.key()));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return authority.identity(issued);
  }
}
