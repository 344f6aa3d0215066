package dev.weir.wccp.message;

import java.util.List;
import java.util.Optional;

/// A WCCP message: one of the four of WCCP2 here, or one of [Version1].
///
/// The security component is not in it: the codec checks and makes it. `minor` is the minor version
/// of the header: 0 for 2.00, 1 for 2.01. `unknown` are components that this build does not know,
/// in the order received.
public sealed interface Message
    permits Message.HereIAm,
        Message.ISeeYou,
        Message.RedirectAssign,
        Message.RemovalQuery,
        Version1 {
  /// The service group the message is about.
  Component.Service service();

  /// Type 10: a cache announces itself to a router (§3.4, §3.7).
  record HereIAm(
      int minor,
      Component.Service service,
      CacheIdentity cache,
      Component.CacheView view,
      Optional<Component.Capabilities> capabilities,
      Optional<Component.Commands> commands,
      List<Component.Unknown> unknown)
      implements Message {
    /// Copies the list.
    public HereIAm {
      unknown = List.copyOf(unknown);
    }
  }

  /// Type 11: a router answers, and shows what it sees and does (§3.3, §3.6).
  record ISeeYou(
      int minor,
      Component.Service service,
      Component.RouterIdentity router,
      Component.RouterView view,
      Optional<Component.AssignmentMap> map,
      Optional<Component.Capabilities> capabilities,
      Optional<Component.Commands> commands,
      List<Component.Unknown> unknown)
      implements Message {
    /// Copies the list.
    public ISeeYou {
      unknown = List.copyOf(unknown);
    }
  }

  /// Type 12: the designated cache tells routers the assignment (§3.8, §3.11).
  record RedirectAssign(
      int minor,
      Component.Service service,
      Component.AssignmentInfo assignment,
      List<Component.Unknown> unknown)
      implements Message {
    /// Copies the list.
    public RedirectAssign {
      unknown = List.copyOf(unknown);
    }
  }

  /// Type 13: a router asks a silent cache whether it is there (§3.9).
  record RemovalQuery(
      int minor, Component.Service service, Component.Query query, List<Component.Unknown> unknown)
      implements Message {
    /// Copies the list.
    public RemovalQuery {
      unknown = List.copyOf(unknown);
    }
  }

  /// The message's name in the drafts: `HERE_I_AM`, `I_SEE_YOU`, …
  default String wireName() {
    return switch (this) {
      case HereIAm _, Version1.HereIAm _ -> "HERE_I_AM";
      case ISeeYou _, Version1.ISeeYou _ -> "I_SEE_YOU";
      case Version1.AssignBuckets _ -> "ASSIGN_BUCKET";
      case RedirectAssign _ -> "REDIRECT_ASSIGN";
      case RemovalQuery _ -> "REMOVAL_QUERY";
    };
  }
}
