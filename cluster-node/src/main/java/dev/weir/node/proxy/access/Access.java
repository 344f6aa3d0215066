package dev.weir.node.proxy.access;

import dev.weir.node.proxy.access.user.Login;
import dev.weir.node.proxy.icap.Adaptation;
import java.util.Optional;

/// Who may what, as the configuration has it now. Replaced as a whole.
///
/// @param login who must show a password that comes by [WayIn#FORWARD]; empty: nobody
/// @param page in place of what is denied; empty: a line of plain text
/// @param adaptation what looks at requests and responses on their way
public record Access(
    AccessRules rules, Optional<Login> login, Optional<BlockPage> page, Adaptation adaptation) {
  /// Everybody may everything.
  public static final Access OPEN =
      new Access(AccessRules.NONE, Optional.empty(), Optional.empty(), Adaptation.NONE);

  /// Whether nothing is ever denied.
  public boolean isOpen() {
    return rules.isEmpty() && login.isEmpty();
  }
}
