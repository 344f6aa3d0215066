package dev.weir.node.peer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.config.value.Ipv4;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterFolderTest {
  private static final Inet4Address FIRST = Ipv4.parse("192.0.2.11");
  private static final Inet4Address SECOND = Ipv4.parse("192.0.2.12");
  private final Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);

  @TempDir Path temporary;

  @Test
  @DisplayName("a node's folder has all it needs; keys and secret are for their owner alone")
  void made() throws Exception {
    var cluster = open();
    assertThat(cluster.add(FIRST, false, now)).isEqualTo(ClusterFolder.Made.NEW);

    Path own = cluster.of(FIRST);
    assertThat(names(own)).containsExactly("ca.crt", "cluster.secret", "node.crt", "node.key");
    assertThat(names(folder())).containsExactly("192.0.2.11", "ca.crt", "ca.key", "cluster.secret");
    for (Path hidden :
        List.of(
            own.resolve("node.key"), own.resolve("cluster.secret"), folder().resolve("ca.key"))) {
      assertThat(mode(hidden)).as(hidden.toString()).isEqualTo("rw-------");
    }
    assertThat(mode(own)).isEqualTo("rwx------");
    assertThat(Files.readString(own.resolve("cluster.secret"))).matches("[0-9a-f]{64}\n");
    assertThat(identity(own).problems(FIRST)).isEmpty();
  }

  @Test
  @DisplayName("again changes nothing; a node added later is of the same cluster")
  void again() throws Exception {
    open().add(FIRST, false, now);
    byte[] before = Files.readAllBytes(open().of(FIRST).resolve("node.key"));

    assertThat(open().add(FIRST, false, now)).isEqualTo(ClusterFolder.Made.KEPT);
    assertThat(open().add(SECOND, false, now)).isEqualTo(ClusterFolder.Made.NEW);

    assertThat(Files.readAllBytes(open().of(FIRST).resolve("node.key"))).isEqualTo(before);
    assertThat(open().of(SECOND).resolve("cluster.secret"))
        .hasSameTextualContentAs(open().of(FIRST).resolve("cluster.secret"));
    assertThat(identity(open().of(SECOND)).authorities())
        .isEqualTo(identity(open().of(FIRST)).authorities());
  }

  @Test
  @DisplayName("a renewed certificate has another key and a later end")
  void renewed() throws Exception {
    open().add(FIRST, false, now);
    PeerIdentity before = identity(open().of(FIRST));
    Instant later = now.plus(Duration.ofDays(700));

    assertThat(open().add(FIRST, true, later)).isEqualTo(ClusterFolder.Made.RENEWED);

    PeerIdentity after = identity(open().of(FIRST));
    assertThat(before.expiry()).isEqualTo(now.plus(ClusterAuthority.NODE_FOR));
    assertThat(after.expiry()).isEqualTo(later.plus(ClusterAuthority.NODE_FOR));
    assertThat(after.key()).isNotEqualTo(before.key());
    assertThat(after.problems(FIRST)).isEmpty();
  }

  @Test
  @DisplayName("what does not go together is named, part by part")
  void problems() throws Exception {
    var cluster = open();
    cluster.add(FIRST, false, now);
    cluster.add(SECOND, false, now);
    var first = identity(cluster.of(FIRST));
    var foreign = ClusterAuthority.create("other", now).certificate();
    var mixed =
        new PeerIdentity(first.chain(), identity(cluster.of(SECOND)).key(), List.of(foreign));

    assertThat(mixed.problems(SECOND))
        .extracting(PeerIdentity.Problem::part)
        .containsExactly("certificate", "key", "ca");
  }

  @Test
  @DisplayName("without the authority's key no node is added, and the operator is told where to")
  void noKey() throws Exception {
    open();
    Files.delete(folder().resolve("ca.key"));

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("only where the authority was made");
  }

  @Test
  @DisplayName("RFC 5280 §4.2.1.9: a node's certificate signs nothing, the authority's only nodes'")
  void constraints() throws Exception {
    var cluster = open();
    cluster.add(FIRST, false, now);
    X509Certificate authority = cluster.authority().certificate();
    X509Certificate node = identity(cluster.of(FIRST)).certificate();

    assertThat(authority.getBasicConstraints()).isZero();
    assertThat(authority.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, true, false, false);
    assertThat(node.getBasicConstraints()).isEqualTo(-1);
    assertThat(node.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(node.getSubjectAlternativeNames()).containsExactly(List.of(7, "192.0.2.11"));
    assertThat(node.getVersion()).isEqualTo(3);
  }

  private ClusterFolder open() throws IOException {
    return ClusterFolder.open(folder(), "blue", now);
  }

  private Path folder() {
    return temporary.resolve("cluster");
  }

  private static PeerIdentity identity(Path own) throws IOException {
    var chain = Pem.certificates(Files.readString(own.resolve("node.crt")));
    var key = Pem.key(Files.readString(own.resolve("node.key")), "EC").orElseThrow();
    return new PeerIdentity(chain, key, Pem.certificates(Files.readString(own.resolve("ca.crt"))));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
