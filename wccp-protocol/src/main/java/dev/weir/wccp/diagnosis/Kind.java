package dev.weir.wccp.diagnosis;

import java.util.Optional;
import java.util.Set;

/// The messages of WCCP2, and which components each must and may have (§3.0.2).
enum Kind {
  HERE_I_AM(10, Set.of(0, 1, 3, 5), Set.of(8, 15, 17)),
  I_SEE_YOU(11, Set.of(0, 1, 2, 4), Set.of(8, 14, 15, 16, 17)),
  REDIRECT_ASSIGN(12, Set.of(0, 1), Set.of(6, 13, 17)),
  REMOVAL_QUERY(13, Set.of(0, 1, 7), Set.of(17));

  private static final String[] COMPONENTS = {
    "Security Info",
    "Service Info",
    "Router Identity Info",
    "Web-Cache Identity Info",
    "Router View Info",
    "Web-Cache View Info",
    "Assignment Info",
    "Router Query Info",
    "Capabilities Info",
    "component 9",
    "component 10",
    "component 11",
    "component 12",
    "Alternate Assignment",
    "Assignment Map",
    "Command Extension",
    "Alternate Assignment Map",
    "Address Table"
  };

  private final int type;

  @SuppressWarnings("ImmutableEnumChecker") // from Set.of, which nobody can change
  private final Set<Integer> must;

  @SuppressWarnings("ImmutableEnumChecker") // from Set.of, which nobody can change
  private final Set<Integer> may;

  Kind(int type, Set<Integer> must, Set<Integer> may) {
    this.type = type;
    this.must = must;
    this.may = may;
  }

  static Optional<Kind> of(int type) {
    for (Kind kind : values()) {
      if (kind.type == type) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  Set<Integer> must() {
    return must;
  }

  boolean allows(int component) {
    return must.contains(component) || may.contains(component);
  }

  /// The name of a type of component.
  static String component(int type) {
    return type < COMPONENTS.length ? COMPONENTS[type] : "component " + type;
  }

  /// Which section of docs/wccp.md describes a type of component.
  static String section(int component) {
    return switch (component) {
      case 0, 1, 2, 3 -> "3." + (component + 1);
      case 4, 5, 6, 7, 8 -> "3." + (component + 2);
      case 13 -> "3.11";
      case 14, 16 -> "3.13";
      case 15 -> "3.15";
      case 17 -> "3.16";
      default -> "3.0.2";
    };
  }

  /// Whether the drafts define a type of component.
  static boolean defined(int component) {
    return component < 9 || (component > 12 && component < COMPONENTS.length);
  }

  /// Where a component stands in the order that strict receivers insist on.
  static int rank(int component) {
    return switch (component) {
      case 0, 1, 2, 3 -> component;
      case 4, 5, 7 -> 4;
      case 6, 13, 14, 16 -> 5;
      case 8 -> 6;
      case 15 -> 7;
      default -> 8;
    };
  }
}
