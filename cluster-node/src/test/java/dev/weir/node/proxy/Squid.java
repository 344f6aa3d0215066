package dev.weir.node.proxy;

import dev.weir.node.grid.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real Squid on a free port of the loopback, in the foreground of a process of its own.
final class Squid implements AutoCloseable {
  static final String USER = "branch";
  static final String PASSWORD = "branch-pass-1";
  private static final Path PROGRAM = Path.of("/usr/sbin/squid");
  private static final String USERS = USER + ":$1$weirweir$JjeXFSxVH1/JlQUTXtDG//\n";
  private static final long START_NS = TimeUnit.SECONDS.toNanos(60);

  private final Path folder;
  private final Process process;
  private final InetSocketAddress address;

  /// A Squid with these lines behind the usual ones.
  Squid(String... lines) throws IOException, InterruptedException {
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Loopback.freePort());
    folder = Files.createTempDirectory("weir-squid");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(folder.resolve("users"), USERS);
    Path file = folder.resolve("squid.conf");
    Files.writeString(file, configuration() + String.join("\n", lines) + "\n");
    process =
        new ProcessBuilder(PROGRAM.toString(), "-N", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    awaitStart();
  }

  private String configuration() {
    return """
    http_port 127.0.0.1:%d
    visible_hostname squid.test
    pid_filename none
    cache_log %s/cache.log
    access_log none
    coredump_dir %s
    cache_mem 8 MB
    shutdown_lifetime 0 seconds
    pinger_enable off
    auth_param basic program /usr/lib/squid/basic_ncsa_auth %s/users
    auth_param basic children 1 startup=1 idle=1
    auth_param basic realm squid.test
    """
        .formatted(address.getPort(), folder, folder, folder);
  }

  private void awaitStart() throws IOException, InterruptedException {
    long until = System.nanoTime() + START_NS;
    while (true) {
      try (var _ = new Socket(address.getAddress(), address.getPort())) {
        return;
      } catch (IOException notYet) {
        if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > until) {
          throw new IOException("no Squid: " + Files.readString(folder.resolve("output")), notYet);
        }
      }
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /// As by kill -9.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
