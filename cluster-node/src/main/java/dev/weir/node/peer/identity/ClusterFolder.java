package dev.weir.node.peer.identity;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The folder from which the nodes of a cluster get who they are: the authority, the secret, and
/// below it for each node a folder with the four files that this node needs.
///
/// What is there stays as it is, so that doing the same again changes nothing. Keys and the secret
/// are for their owner alone from the moment they exist.
public final class ClusterFolder {
  /// What has become of a node's folder.
  public enum Made {
    /// It has been made.
    NEW,
    /// It was there.
    KEPT,
    /// Its certificate and key are new.
    RENEWED
  }

  private static final String AUTHORITY = "ca.crt";
  private static final String AUTHORITY_KEY = "ca.key";
  private static final String SECRET = "cluster.secret";
  private static final String CERTIFICATE = "node.crt";
  private static final String KEY = "node.key";
  private static final String PRIVATE = "rw-------";
  private static final String PUBLIC = "rw-r--r--";
  private static final int SECRET_OCTETS = 32;

  private final Path folder;
  private final ClusterAuthority authority;
  private final String secret;

  private ClusterFolder(Path folder, ClusterAuthority authority, String secret) {
    this.folder = folder;
    this.authority = authority;
    this.secret = secret;
  }

  /// Opens a folder, and makes what is not there.
  ///
  /// @param cluster the name of the cluster, for the authority's
  /// @throws IOException when a file cannot be read or written, or is not what it should be; the
  ///   message is for an operator
  public static ClusterFolder open(Path folder, String cluster, Instant now) throws IOException {
    makeFolder(folder);
    ClusterAuthority authority = authority(folder, cluster, now);
    Path secret = folder.resolve(SECRET);
    if (Files.notExists(secret)) {
      byte[] octets = new byte[SECRET_OCTETS];
      new SecureRandom().nextBytes(octets);
      write(secret, HexFormat.of().formatHex(octets) + "\n", PRIVATE);
    }
    return new ClusterFolder(folder, authority, Files.readString(secret));
  }

  /// Makes the folder of a node, or leaves it as it is.
  ///
  /// @param renew whether a certificate that is there is replaced
  public Made add(Inet4Address node, boolean renew, Instant now) throws IOException {
    Path own = of(node);
    makeFolder(own);
    Path certificate = own.resolve(CERTIFICATE);
    boolean there = Files.exists(certificate) && Files.exists(own.resolve(KEY));
    if (!there || renew) {
      try {
        var issued = authority.issue(node, now);
        write(own.resolve(KEY), Pem.of(issued.key()), PRIVATE);
        write(certificate, Pem.of(issued.certificate()), PUBLIC);
      } catch (GeneralSecurityException e) {
        throw new IOException("no certificate could be made: " + e.getMessage(), e);
      }
    }
    write(own.resolve(AUTHORITY), Files.readString(folder.resolve(AUTHORITY)), PUBLIC);
    write(own.resolve(SECRET), secret, PRIVATE);
    return !there ? Made.NEW : renew ? Made.RENEWED : Made.KEPT;
  }

  /// The folder of a node.
  public Path of(Inet4Address node) {
    return folder.resolve(node.getHostAddress());
  }

  /// The authority.
  public ClusterAuthority authority() {
    return authority;
  }

  private static ClusterAuthority authority(Path folder, String cluster, Instant now)
      throws IOException {
    Path certificate = folder.resolve(AUTHORITY);
    Path key = folder.resolve(AUTHORITY_KEY);
    if (Files.exists(certificate)) {
      return read(certificate, key);
    }
    try {
      var made = ClusterAuthority.create(cluster, now);
      write(key, Pem.of(made.key()), PRIVATE);
      write(certificate, Pem.of(made.certificate()), PUBLIC);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IOException("no authority could be made: " + e.getMessage(), e);
    }
  }

  private static ClusterAuthority read(Path certificate, Path key) throws IOException {
    List<X509Certificate> found = Pem.certificates(Files.readString(certificate));
    if (found.size() != 1) {
      throw new IOException(certificate + " is not one certificate");
    }
    if (Files.notExists(key)) {
      throw new IOException(
          key + " is missing; only where the authority was made can nodes be added");
    }
    Optional<PrivateKey> own = Pem.key(Files.readString(key), "EC");
    if (own.isEmpty()) {
      throw new IOException(key + " is not the key of " + certificate);
    }
    return new ClusterAuthority(found.getFirst(), own.get());
  }

  private static void makeFolder(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(folder, mode);
    }
  }

  /// Whole or not at all, and never readable by more than it should be.
  private static void write(Path file, String text, String mode) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(half);
    Files.createFile(
        half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
    Files.writeString(half, text, StandardCharsets.US_ASCII);
    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString(mode));
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
