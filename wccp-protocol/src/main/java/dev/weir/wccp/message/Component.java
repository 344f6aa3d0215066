package dev.weir.wccp.message;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A component of a WCCP2 message (§3.0.2).
///
/// The security component is not here: the codec checks and makes it (§3.1).
public sealed interface Component {

  /// §3.2 Service Info, type 1.
  ///
  /// `priority` and `protocol` are 0–255, `flags` as numbers of §3.2, at most eight `ports`. A
  /// standard group has all of them zero.
  record Service(ServiceGroup group, int priority, int protocol, int flags, List<Integer> ports)
      implements Component {
    /// Copies the ports.
    public Service {
      ports = List.copyOf(ports);
    }
  }

  /// §3.3 Router Identity Info, type 2.
  record RouterIdentity(
      InetAddress router, ReceiveId receiveId, InetAddress sentTo, List<InetAddress> receivedFrom)
      implements Component {
    /// Copies the list.
    public RouterIdentity {
      receivedFrom = List.copyOf(receivedFrom);
    }
  }

  /// §3.4 Web-Cache Identity Info, type 3.
  record Identity(CacheIdentity cache) implements Component {}

  /// §3.6 Router View Info, type 4. An empty key stands for 0.0.0.0/0: no assignment is active.
  record RouterView(
      int memberChange,
      Optional<AssignmentKey> key,
      List<InetAddress> routers,
      List<CacheIdentity> caches)
      implements Component {
    /// Copies the lists.
    public RouterView {
      routers = List.copyOf(routers);
      caches = List.copyOf(caches);
    }
  }

  /// §3.7 Web-Cache View Info, type 5.
  record CacheView(int change, List<HeardRouter> routers, List<InetAddress> caches)
      implements Component {
    /// A router that the cache has heard, and the last receive id it had from it.
    public record HeardRouter(InetAddress router, ReceiveId receiveId) {}

    /// Copies the lists.
    public CacheView {
      routers = List.copyOf(routers);
      caches = List.copyOf(caches);
    }
  }

  /// §3.8, §3.11 Assignment Info, type 6, and Alternate Assignment, type 13: what a designated
  /// cache tells the routers.
  record AssignmentInfo(
      AssignmentKey key, List<AddressedRouter> routers, Assignment assignment, Form form)
      implements Component {
    /// A router that shall install it, the last receive id from it, and its member change number as
    /// the designated cache knows it.
    public record AddressedRouter(InetAddress router, ReceiveId receiveId, int memberChange) {}

    /// Copies the list.
    public AssignmentInfo {
      routers = List.copyOf(routers);
      form.require(assignment);
    }
  }

  /// §3.13 Assignment Map, type 14, and Alternate Assignment Map, type 16: what a router redirects
  /// by. [Form#PLAIN] stands for type 14, which exists for masks only.
  record AssignmentMap(Assignment assignment, Form form) implements Component {
    /// Refuses a form that the assignment cannot have.
    public AssignmentMap {
      if (form == Form.PLAIN && !(assignment instanceof MaskAssignment)) {
        throw new IllegalArgumentException("an assignment map of buckets");
      }
      if (form != Form.PLAIN) {
        form.require(assignment);
      }
    }
  }

  /// How an assignment is written.
  enum Form {
    /// The first component of its kind: type 6 for a hash, type 14 for the map of a mask.
    PLAIN,
    /// Type 13 or 16, assignment type 0.
    HASH,
    /// Type 13 or 16, assignment type 1.
    MASK,
    /// Type 13 or 16, assignment type 2: 2.01's compact list (§3.14).
    ALTERNATE_MASK;

    private void require(Assignment assignment) {
      boolean byHash = this == PLAIN || this == HASH;
      if (byHash != assignment instanceof HashAssignment) {
        throw new IllegalArgumentException(this + " of " + assignment.getClass().getSimpleName());
      }
    }
  }

  /// §3.9 Router Query Info, type 7.
  record Query(InetAddress router, ReceiveId receiveId, InetAddress sentTo, InetAddress target)
      implements Component {}

  /// §3.10 Capabilities Info, type 8. An absent element means the default.
  record Capabilities(List<Capability> elements) implements Component {
    /// Copies the list.
    public Capabilities {
      elements = List.copyOf(elements);
    }
  }

  /// §3.15 Command Extension, type 15.
  record Commands(List<Command> commands) implements Component {
    /// §3.15 One command about one cache. `type` 1 is SHUTDOWN, 2 SHUTDOWN_RESPONSE.
    public record Command(int type, InetAddress cache) {
      /// A cache says that it goes.
      public static final int SHUTDOWN = 1;

      /// A router says that it has let the cache go.
      public static final int SHUTDOWN_RESPONSE = 2;
    }

    /// Copies the list.
    public Commands {
      commands = List.copyOf(commands);
    }

    /// Whether a command of this type about this cache is among them.
    public boolean contains(int type, InetAddress cache) {
      return commands.contains(new Command(type, cache));
    }
  }

  /// A type this build does not know. Kept, not dropped, so that diagnostics can show it
  /// (ADR-0006).
  record Unknown(int type, String hex) implements Component {
    /// A component with these octets.
    public static Unknown of(int type, byte[] body) {
      return new Unknown(type, HexFormat.of().formatHex(body));
    }

    /// Its octets after type and length.
    public byte[] body() {
      return HexFormat.of().parseHex(hex);
    }
  }
}
