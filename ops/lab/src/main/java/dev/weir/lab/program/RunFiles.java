package dev.weir.lab.program;

import dev.weir.lab.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// What programs of a lab read: their configurations and secrets, in its folder.
public final class RunFiles {
  private final Path folder;

  RunFiles(Path folder) {
    this.folder = folder;
  }

  /// What admin ports want to see from elsewhere, where they can be reached from there.
  public Path token() throws LabFailure {
    return write("admin.token", "of-the-lab-and-nothing-else-0123456789\n");
  }

  Path password() throws LabFailure {
    return write("wccp.password", Configurations.PASSWORD + "\n");
  }

  /// For this user alone, and never half: another program may be reading what was there before.
  Path write(String name, String text) throws LabFailure {
    Path file = folder.resolve(name);
    Path half = folder.resolve(name + ".half");
    try {
      Files.writeString(half, text);
      Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rw-------"));
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new LabFailure("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
