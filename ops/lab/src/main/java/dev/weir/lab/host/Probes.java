package dev.weir.lab.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Looks at the machine, and changes nothing.
public final class Probes {
  /// Set in the environment of a lab that has entered a user namespace.
  public static final String INSIDE = "WEIR_LAB_INSIDE";

  private static final List<String> COMMAND_FOLDERS =
      List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin");
  private static final List<String> LIBRARY_FOLDERS =
      List.of(
          "/lib/x86_64-linux-gnu",
          "/usr/lib/x86_64-linux-gnu",
          "/lib/aarch64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/lib64",
          "/usr/lib64",
          "/usr/lib",
          "/usr/local/lib");

  private static final byte[] ELF_MAGIC = {0x7f, 'E', 'L', 'F'};

  private Probes() {}

  /// The situation now.
  ///
  /// @param installTries how often apt-get was asked already
  public static Situation look(int installTries) throws InterruptedException {
    boolean inside = System.getenv(INSIDE) != null;
    boolean root = inside || root();
    return new Situation(
        root,
        inside,
        root || namespacesWork(),
        tun(),
        missing(),
        Files.exists(Path.of("/etc/debian_version")) && found("apt-get"),
        installTries);
  }

  private static boolean namespacesWork() throws InterruptedException {
    var command = new ArrayList<>(UserNamespace.ENTER);
    command.add("true");
    return Shell.run(Shell.PATIENCE, command).worked();
  }

  private static boolean root() {
    try {
      return Map.of("uid", 0).equals(Files.readAttributes(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException _) {
      return false;
    }
  }

  private static Situation.Tun tun() {
    Path device = Path.of("/dev/net/tun");
    try (FileChannel _ =
        FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return Situation.Tun.OPEN;
    } catch (AccessDeniedException _) {
      return Situation.Tun.DENIED;
    } catch (IOException _) {
      return Situation.Tun.MISSING;
    }
  }

  private static List<Need> missing() {
    var missing = new ArrayList<Need>();
    for (Need need : Need.values()) {
      boolean there = need == Need.LIBPCAP ? libpcapLoads() : found(need.thing());
      if (!there) {
        missing.add(need);
      }
    }
    return missing;
  }

  private static boolean found(String command) {
    return COMMAND_FOLDERS.stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /// Loads it for good: a file of that name may be empty, or miss what it needs itself.
  private static boolean libpcapLoads() {
    for (String folder : LIBRARY_FOLDERS) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(Path.of(folder), "libpcap.so.*")) {
        for (Path file : files) {
          if (loads(file)) {
            return true;
          }
        }
      } catch (IOException _) {
        // This system has no such folder.
      }
    }
    return false;
  }

  @SuppressWarnings("restricted") // the launcher enables native access; nothing of it is called
  private static boolean loads(Path library) {
    try {
      if (!isElf(library)) {
        return false; // the JVM would warn at length about its stack guard
      }
      System.load(library.toRealPath().toString());
      return true;
    } catch (UnsatisfiedLinkError | IOException _) {
      return false;
    }
  }

  private static boolean isElf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ELF_MAGIC.length), ELF_MAGIC);
    }
  }
}
