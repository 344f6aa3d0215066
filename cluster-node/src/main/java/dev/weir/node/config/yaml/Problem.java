package dev.weir.node.config.yaml;

/// One thing wrong in a configuration file: where it stands, what is wrong, what to write instead.
///
/// `line` counts from 1; `path` is empty when the problem is the file's as a whole.
public record Problem(String file, int line, String path, String reason, String remedy) {

  /// As it is printed: `node.yaml:14: wccp.routers[1]: "10.0.2.300" is not …; write …`.
  @Override
  public String toString() {
    return file
        + ":"
        + line
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + reason
        + (remedy.isEmpty() ? "" : "; " + remedy);
  }
}
