package dev.weir.node.proxy.access;

import dev.weir.cache.match.Regex;
import dev.weir.cache.operator.Selector;
import dev.weir.node.config.access.Week;
import dev.weir.node.proxy.access.list.BlockList;
import dev.weir.node.proxy.access.list.PrefixSet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A rule about requests, or about responses to them. What it does not name may be anything.
///
/// @param name for logs and pages
/// @param allows whether it lets pass what it is about
/// @param about host, path, client, and of a response the media type
public record AccessRule(String name, boolean allows, Selector about, From from, To to) {
  /// Any user, as long as there is one.
  public static final String ANY_USER = "*";

  /// Who asks, where and when. Empty sets and lists: anybody, anywhere, at any time.
  ///
  /// @param listeners the address `0.0.0.0` stands for all
  public record From(
      Set<WayIn> ways, Set<InetSocketAddress> listeners, Set<String> users, List<Week> week) {
    /// Anybody.
    public static final From ANYBODY = new From(Set.of(), Set.of(), Set.of(), List.of());

    /// Copies all.
    public From {
      ways = Set.copyOf(ways);
      listeners = Set.copyOf(listeners);
      users = Set.copyOf(users);
      week = List.copyOf(week);
    }

    private boolean has(Asked asked) {
      return (ways.isEmpty() || ways.contains(asked.way()))
          && any(listeners, it -> isThere(it, asked))
          && any(week, it -> it.has(asked.time()))
          && any(
              users,
              it ->
                  asked.user().isPresent()
                      && (it.equals(ANY_USER) || it.equals(asked.user().get())));
    }

    private static boolean isThere(InetSocketAddress listener, Asked asked) {
      return asked.way() != WayIn.INTERCEPT
          && listener.getPort() == asked.listener().getPort()
          && (listener.getAddress().isAnyLocalAddress()
              || listener.getAddress().equals(asked.listener().getAddress()));
    }
  }

  /// What is asked, and for what. Empty: anything.
  ///
  /// @param urls expressions that are searched in the URL
  /// @param lists of which one has the host, the URL or the address
  /// @param destinations where hosts are
  public record To(
      Set<String> methods,
      Set<Integer> ports,
      List<Regex> urls,
      List<Supplier<BlockList>> lists,
      Optional<PrefixSet> destinations) {
    /// Anything.
    public static final To ANYTHING =
        new To(Set.of(), Set.of(), List.of(), List.of(), Optional.empty());

    /// Copies all.
    public To {
      methods = Set.copyOf(methods);
      ports = Set.copyOf(ports);
      urls = List.copyOf(urls);
      lists = List.copyOf(lists);
    }

    private boolean has(Asked asked) {
      return (methods.isEmpty() || methods.contains(asked.method()))
          && (ports.isEmpty() || ports.contains(asked.port()))
          && any(urls, it -> it.isIn(asked.url()));
    }

    /// What cannot be found out is never allowed for it.
    private Match where(Asked asked, boolean allows) {
      Optional<InetAddress> address = asked.address();
      Match there =
          destinations.isEmpty()
              ? Match.YES
              : address.isEmpty()
                  ? Match.ASK_ADDRESS
                  : Match.of(destinations.get().has(address.get()));
      if (there == Match.NO || lists.isEmpty()) {
        return there;
      }
      String url = asked.url();
      boolean asks = false;
      for (Supplier<BlockList> each : lists) {
        BlockList list = each.get();
        if (list.has(asked.subject().host(), url, address, !allows)) {
          return there;
        }
        asks |= address.isEmpty() && list.asksForAddress();
      }
      return Match.of(false).unless(asks);
    }
  }

  /// Whether a rule is about something.
  enum Match {
    YES,
    NO,
    /// That depends on where the host is.
    ASK_ADDRESS;

    static Match of(boolean yes) {
      return yes ? YES : NO;
    }

    Match unless(boolean asks) {
      return asks ? ASK_ADDRESS : this;
    }
  }

  Match matches(Asked asked) {
    return from.has(asked) && to.has(asked) && about.matches(asked.subject())
        ? to.where(asked, allows)
        : Match.NO;
  }

  private static <T> boolean any(Iterable<T> all, Predicate<T> test) {
    boolean none = true;
    for (T each : all) {
      if (test.test(each)) {
        return true;
      }
      none = false;
    }
    return none;
  }
}
