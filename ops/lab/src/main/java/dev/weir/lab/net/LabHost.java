package dev.weir.lab.net;

/// One machine of the lab that is a namespace with one address.
///
/// @param name what people call it, such as `cache-1`; its namespace is `weir-` and this
/// @param address its IPv4 address
public record LabHost(String name, String address) {

  /// The network namespace it lives in.
  public String namespace() {
    return "weir-" + name;
  }

  /// The name under which a node signs what it answers (`Via`, `Cache-Status`).
  public String pseudonym() {
    return "weir-" + name;
  }
}
