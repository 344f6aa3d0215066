package dev.weir.wccp.message;

import java.util.List;

/// What names a service group: its type and its number (§1, §3.2).
///
/// The type decides, not the number: standard 0 and dynamic 0 are different groups.
public record ServiceGroup(Type type, int id) {
  /// Whether the protocol itself defines the service, or the first cache does.
  public enum Type {
    /// Well known; 0 is web-cache.
    STANDARD,
    /// Described by the caches that join.
    DYNAMIC
  }

  /// TCP to port 80, hashed by destination address (§3.2).
  public static final ServiceGroup WEB_CACHE = new ServiceGroup(Type.STANDARD, 0);

  /// Refuses a number outside 0–255.
  public ServiceGroup {
    if (id < 0 || id > 255) {
      throw new IllegalArgumentException("service id " + id + " is not in 0..255");
    }
  }

  /// The name operators use: `web-cache`, or the number.
  public String displayName() {
    return equals(WEB_CACHE) ? "web-cache" : Integer.toString(id);
  }

  /// The description that goes into messages of a standard group: all zero (§3.2).
  public Component.Service standardService() {
    return new Component.Service(this, 0, 0, 0, List.of());
  }
}
