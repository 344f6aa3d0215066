package dev.weir.node.config.yaml;

/// A key path in the file being read, and where its problems go.
public final class Place {
  private final Binding binding;
  private final String path;

  Place(Binding binding, String path) {
    this.binding = binding;
    this.path = path;
  }

  /// The place of the list item with the given index, from 0.
  public Place item(int index) {
    return new Place(binding, path + "[" + index + "]");
  }

  /// The place of a key below this one.
  public Place key(String name) {
    return new Place(binding, path.isEmpty() ? name : path + "." + name);
  }

  /// Tells a problem that refuses the file.
  public void refuse(int line, String reason, String remedy) {
    binding.refuse(line, path, reason, remedy);
  }

  /// Tells something that an operator should know and that refuses nothing.
  public void warn(int line, String reason, String remedy) {
    binding.warn(line, path, reason, remedy);
  }

  /// The key path, such as `wccp.routers[1]`.
  public String path() {
    return path;
  }

  /// Where secrets of this file are looked up.
  public SecretSource secrets() {
    return binding.secrets();
  }

  Binding binding() {
    return binding;
  }
}
