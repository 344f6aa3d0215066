package dev.weir.node.proxy.access;

import dev.weir.cache.message.Fields;
import java.util.Optional;

/// Why a client does not get what it asks for, and what it gets.
///
/// @param reason in a word, for Cache-Status, the log and the plain page
/// @param rule the name of the rule that says so, if one does
/// @param fields of the answer, beside the usual
public record Denial(int status, String reason, Optional<String> rule, Fields fields) {
  private static final int FORBIDDEN = 403;

  /// The reason, and the rule's name where there is one.
  public String word() {
    return rule.map(name -> reason + "-" + name).orElse(reason);
  }

  /// By a rule.
  static Denial by(String rule) {
    return new Denial(FORBIDDEN, "access", Optional.of(rule), Fields.NONE);
  }

  /// For what is no rule.
  static Denial of(int status, String reason, Fields fields) {
    return new Denial(status, reason, Optional.empty(), fields);
  }
}
