package dev.weir.node.bypass;

import dev.weir.node.bypass.sight.Place;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import java.net.Inet4Address;
import java.util.Optional;

/// Which connections a rule spares.
public sealed interface Target {
  /// Those of some clients.
  record Client(Prefix prefix) implements Target {}

  /// Those to some origins.
  record Origin(Prefix prefix) implements Target {}

  /// Those to whatever addresses a name has.
  record Host(String name) implements Target {}

  /// Those to one address and port.
  record Single(Place place) implements Target {}

  /// Those of one client to one address and port.
  record Pair(Inet4Address client, Place place) implements Target {}

  /// Those to a port.
  record Port(int number) implements Target {}

  /// Reads what an operator writes: a prefix or an address, with `from` or `to`; or with `to` a
  /// name, `ADDRESS:PORT` or `CLIENT@ADDRESS:PORT`. Empty for anything else.
  static Optional<Target> parse(String what, String side) {
    Optional<Prefix> prefix = Prefix.parse(what);
    return switch (side) {
      case "from" -> prefix.map(Client::new);
      case "to" -> what.contains(":") ? single(what) : origin(what, prefix);
      default -> Optional.empty();
    };
  }

  private static Optional<Target> origin(String what, Optional<Prefix> prefix) {
    return prefix.isEmpty() && Values.isHost(what)
        ? Optional.of(new Host(what))
        : prefix.map(Origin::new);
  }

  private static Optional<Target> single(String what) {
    int at = what.indexOf('@');
    Optional<Place> place = Place.parse(what.substring(at + 1));
    return at < 0
        ? place.map(Single::new)
        : Place.address(what.substring(0, at))
            .filter(client -> !client.isAnyLocalAddress())
            .flatMap(client -> place.map(it -> pair(client, it)));
  }

  private static Target pair(Inet4Address client, Place place) {
    return new Pair(client, place);
  }

  /// `from`, `to` or `port`.
  default String side() {
    return switch (this) {
      case Client _ -> "from";
      case Origin _, Host _, Single _, Pair _ -> "to";
      case Port _ -> "port";
    };
  }

  /// The prefix, the name or the number; of one address alone without `/32`.
  default String what() {
    return switch (this) {
      case Client(Prefix prefix) -> text(prefix);
      case Origin(Prefix prefix) -> text(prefix);
      case Host(String name) -> name;
      case Single(Place place) -> place.text();
      case Pair(Inet4Address client, Place place) -> client.getHostAddress() + "@" + place.text();
      case Port(int number) -> Integer.toString(number);
    };
  }

  /// Both, such as `to 203.0.113.0/24`; what members call the rule among each other.
  default String text() {
    return side() + " " + what();
  }

  /// Reads [#text()] of what came at run time.
  static Optional<Target> parse(String text) {
    int space = text.indexOf(' ');
    return space < 0
        ? Optional.empty()
        : parse(text.substring(space + 1), text.substring(0, space));
  }

  private static String text(Prefix prefix) {
    return prefix.length() == Integer.SIZE ? prefix.network().getHostAddress() : prefix.toString();
  }
}
