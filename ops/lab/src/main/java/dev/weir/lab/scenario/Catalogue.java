package dev.weir.lab.scenario;

import java.util.List;
import java.util.Optional;

/// Every scenario there is. A new one is a script and a line here.
public final class Catalogue {
  /// All of them, the default first.
  public static final List<Scenario> ALL =
      List.of(
          new Scenario(
              "first-packet",
              "A diverted request end to end, one copy of each URL, a node lost and regained.",
              new FirstPacket()),
          new Scenario(
              "big-download",
              "Two GiB stream through a node that must not grow by more than 32 MiB.",
              new BigDownload()),
          new Scenario(
              "origin-down",
              "An origin that refuses or falls silent gives 502 or 504 within 5 s, nothing stored.",
              new OriginDown()),
          new Scenario(
              "bad-config",
              "A wrong configuration is refused with exit 2 and leaves nothing behind.",
              new BadConfig()));

  private Catalogue() {}

  /// The scenario of that name.
  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }
}
