package dev.weir.cli.show;

import dev.weir.router.show.ShowModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pages of the admin port, as far as they are printed. Members that a page lacks arrive as
/// null; the constructors turn a missing list into an empty one.
public final class Answer {
  private Answer() {}

  /// An assignment key: the designated cache that made a table, and its change number.
  public record Key(@Nullable String address, long number) {
    @Override
    public String toString() {
      return address + "/" + number;
    }
  }

  /// `GET /v1/buckets` of a node: the table in force, and which of its own buckets it gives back,
  /// and why.
  public record Buckets(
      @Nullable Key key,
      List<@Nullable String> table,
      List<Integer> givenBack,
      @Nullable String overload) {
    /// Keeps lists that are never null.
    public Buckets {
      table = listOf(table);
      givenBack = listOf(givenBack);
    }
  }

  /// Who answers, in a node's pages.
  public record Self(@Nullable String name, @Nullable String address) {}

  /// A table of 256 owners and the key it came with.
  public record Table(@Nullable Key key, @Nullable String by, List<@Nullable String> table) {
    /// Keeps a list that is never null.
    public Table {
      table = listOf(table);
    }
  }

  /// `GET /v1/wccp` of a node: its conversation with each router of each service group.
  public record NodeWccp(@Nullable Self node, List<NodeService> services) {
    /// Keeps a list that is never null.
    public NodeWccp {
      services = listOf(services);
    }
  }

  /// One service group as a node sees it.
  public record NodeService(
      @Nullable String name,
      @Nullable String type,
      int id,
      @Nullable String version,
      int priority,
      int protocol,
      int flags,
      List<Integer> ports,
      List<String> informed,
      List<ShowModel.Client> clients,
      @Nullable String designated,
      List<RouterSeen> routers,
      @Nullable Table inForce) {
    /// Keeps lists that are never null.
    public NodeService {
      ports = listOf(ports);
      informed = listOf(informed);
      clients = listOf(clients);
      routers = listOf(routers);
    }
  }

  /// One router as a node sees it.
  public record RouterSeen(
      @Nullable String address,
      @Nullable String id,
      @Nullable String state,
      long receiveId,
      long memberChangeNumber,
      @Nullable Key key,
      @Nullable String redirection,
      @Nullable String packetReturn,
      @Nullable String assignment,
      long transmitMillis,
      List<String> caches,
      @Nullable String security) {
    /// Keeps a list that is never null.
    public RouterSeen {
      caches = listOf(caches);
    }
  }

  /// `GET /v1/wccp` of a router, as far as its tables go.
  public record RouterTables(List<Table> services) {
    /// Keeps a list that is never null.
    public RouterTables {
      services = listOf(services);
    }
  }

  /// `GET /v1/cluster` of a node: the grid's members beside the routers' view.
  public record Cluster(
      @Nullable Self self,
      List<Member> members,
      List<String> routerView,
      @Nullable Table published,
      @Nullable String state,
      List<String> dead) {
    /// Keeps lists that are never null.
    public Cluster {
      dead = listOf(dead);
      members = listOf(members);
      routerView = listOf(routerView);
    }
  }

  /// `GET /v1/bypass` of a node: which connections it gives back to the router.
  public record Bypass(List<BypassRule> rules) {
    /// Keeps a list that is never null.
    public Bypass {
      rules = listOf(rules);
    }
  }

  /// One rule; with a `cause` the node has learnt it.
  public record BypassRule(
      @Nullable String side,
      @Nullable String what,
      @Nullable Long secondsLeft,
      @Nullable String because,
      @Nullable String cause,
      boolean configured,
      List<String> addresses) {
    /// Keeps a list that is never null.
    public BypassRule {
      addresses = listOf(addresses);
    }
  }

  /// One member of the grid.
  public record Member(@Nullable String address, @Nullable String name, boolean self) {}

  /// A copy that may hold nulls (an unassigned bucket is one) and is never null itself.
  public static <T extends @Nullable Object> List<T> listOf(@Nullable List<T> given) {
    return given == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(given));
  }
}
