package dev.weir.router.show;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What follows `show ip wccp`: nothing, `summary`, `interfaces`, or a service and perhaps
/// `detail`, `view`, `service` or `clients`. Words may be shortened.
///
/// @param service of which service; empty for all
public record ShowWccp(Topic topic, Optional<String> service) {
  /// The counters of everything.
  public static final ShowWccp ALL = new ShowWccp(Topic.COUNTERS, Optional.empty());

  private static final List<Topic> OF_ALL = List.of(Topic.SUMMARY, Topic.INTERFACES);
  private static final List<Topic> OF_ONE =
      List.of(Topic.DETAIL, Topic.VIEW, Topic.SERVICE, Topic.CLIENTS);
  private static final String WEB_CACHE = "web-cache";

  /// What is shown.
  public enum Topic {
    /// The counters.
    COUNTERS,
    /// One line for each service.
    SUMMARY,
    /// One block for each interface.
    INTERFACES,
    /// Each cache and its buckets or values.
    DETAIL,
    /// Who sees whom.
    VIEW,
    /// What the service redirects.
    SERVICE,
    /// Each cache.
    CLIENTS;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads the words; an [IllegalArgumentException] says what is wrong with them.
  public static ShowWccp parse(List<String> words) {
    if (words.isEmpty()) {
      return ALL;
    }
    String first = words.getFirst().toLowerCase(Locale.ROOT);
    Optional<String> service =
        first.matches("[0-9]{1,3}")
            ? Optional.of(first)
            : Optional.of(WEB_CACHE).filter(name -> name.startsWith(first));
    if (service.isEmpty()) {
      only(words, 1);
      return new ShowWccp(topic(first, OF_ALL), Optional.empty());
    }
    only(words, 2);
    return new ShowWccp(
        words.size() == 1 ? Topic.COUNTERS : topic(words.get(1).toLowerCase(Locale.ROOT), OF_ONE),
        service);
  }

  /// The text; empty when there is no such service.
  public Optional<String> of(ShowModel model, IosStyle style) {
    var text = new IosText();
    List<ShowModel.Service> services =
        model.services().stream()
            .filter(it -> service.isEmpty() || service.get().equals(it.name()))
            .toList();
    if (service.isPresent() && services.isEmpty()) {
      return Optional.empty();
    }
    switch (topic) {
      case COUNTERS -> counters(text, model, services, style);
      case SUMMARY -> SummaryText.summary(text, model);
      case INTERFACES -> SummaryText.interfaces(text, model);
      case DETAIL -> services.forEach(it -> ClientText.clients(text, it, style, true));
      case CLIENTS -> services.forEach(it -> ClientText.clients(text, it, style, false));
      case VIEW -> services.forEach(it -> ServiceText.view(text, it));
      case SERVICE -> services.forEach(it -> ServiceText.definition(text, it));
    }
    return Optional.of(text.toString());
  }

  private static void counters(
      IosText text, ShowModel model, List<ShowModel.Service> services, IosStyle style) {
    CounterText.router(text, model.router(), style);
    for (int i = 0; i < services.size(); i++) {
      if (i > 0) {
        text.line("");
      }
      CounterText.service(text, services.get(i), style);
    }
  }

  private static Topic topic(String word, List<Topic> among) {
    List<Topic> fitting = among.stream().filter(it -> it.word().startsWith(word)).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    String known = String.join(", ", among.stream().map(Topic::word).toList());
    throw new IllegalArgumentException(
        "\""
            + word
            + "\" is not one of "
            + known
            + (among.equals(OF_ALL) ? ", web-cache, 51..254" : ""));
  }

  private static void only(List<String> words, int most) {
    if (words.size() > most) {
      throw new IllegalArgumentException("\"" + words.get(most) + "\" is one word too many");
    }
  }
}
