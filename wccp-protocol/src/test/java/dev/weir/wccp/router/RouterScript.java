package dev.weir.wccp.router;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The language of the router's scenarios. r1 is the router; c1, c2, … are caches.
///
/// The first line, `router …`, says what it is like ([RouterWords]). Then line by line:
///
/// - `c1 is WORD…`: what the cache is like from now on
/// - `c1 says [first] [id=N] [shutdown[=c2]] [from=c9]`: one HERE_I_AM, by default echoing
/// - `c1 starts 10`: a HERE_I_AM now and every 10 s while time passes; `c1 stops` ends that
/// - `c1 assigns N by hash|mask|compact among c1 c2 [id=] [change=] [routers=] [from=]`
/// - `fault flush`, `run 10`, `say …`, `show`
final class RouterScript {
  private final Bench router;
  private final RouterTranscript transcript;
  private final Map<String, Puppet> caches = new LinkedHashMap<>();
  private final Map<Puppet, Repetition> repetitions = new LinkedHashMap<>();

  private record Repetition(Duration due, Duration every) {}

  private RouterScript(RouterWords words, RouterTranscript transcript) {
    this.router = new Bench(words.settings(), words.password());
    this.transcript = transcript;
  }

  /// What happens, line by line.
  static String play(List<String> script) {
    var words = RouterWords.of(script.getFirst());
    var transcript = new RouterTranscript(words.lengths());
    var play = new RouterScript(words, transcript);
    script.stream().skip(1).forEach(line -> play.step(List.of(line.split(" +"))));
    return transcript.toString();
  }

  private void step(List<String> words) {
    var rest = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "run" -> run(Duration.ofMillis((long) (1000 * Double.parseDouble(rest.getFirst()))));
      case "fault" ->
          happened(
              router.fault(
                  RouterEvent.Fault.Kind.valueOf(
                      rest.getFirst().toUpperCase(java.util.Locale.ROOT))));
      case "say" -> transcript.note("# " + String.join(" ", rest));
      case "show" -> transcript.note(RouterTranscript.state(router.state()));
      default -> cache(words.getFirst(), rest);
    }
  }

  private void cache(String name, List<String> words) {
    var cache = caches.computeIfAbsent(name, it -> router.cache(RouterWords.address(it)));
    var rest = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "is" -> rest.forEach(word -> RouterWords.become(cache, word));
      case "says" -> says(cache, rest);
      case "starts" -> {
        var every = Duration.ofSeconds(Long.parseLong(rest.getFirst()));
        says(cache, List.of());
        repetitions.put(cache, new Repetition(time().plus(every), every));
      }
      case "stops" -> repetitions.remove(cache);
      case "assigns" -> assigns(cache, rest);
      default -> throw new IllegalArgumentException("no such step: " + name + " " + words);
    }
  }

  private void says(Puppet cache, List<String> words) {
    var options = RouterWords.options(words);
    var echoed =
        words.contains("first")
            ? ReceiveId.NONE
            : Optional.ofNullable(options.get("id"))
                .map(it -> new ReceiveId(Integer.parseInt(it)))
                .orElse(cache.heard);
    Optional<InetAddress> shutdown =
        words.contains("shutdown")
            ? Optional.of(cache.address)
            : Optional.ofNullable(options.get("shutdown")).map(RouterWords::literal);
    deliver(cache.hereIAm(echoed, shutdown), cache, options);
  }

  private void assigns(Puppet cache, List<String> words) {
    var options = RouterWords.options(words);
    var named =
        words.subList(words.indexOf("among") + 1, words.size()).stream()
            .filter(it -> !it.contains("="))
            .map(it -> caches.computeIfAbsent(it, x -> router.cache(RouterWords.address(x))))
            .toArray(Puppet[]::new);
    var form =
        switch (words.get(2)) {
          case "hash" -> Form.PLAIN;
          case "mask" -> Form.MASK;
          default -> Form.ALTERNATE_MASK;
        };
    Assignment table = form == Form.PLAIN ? Bench.buckets(named) : Bench.values(named);
    var assign =
        router.assignment(cache, Integer.parseInt(words.getFirst()), table, form).assignment();
    var us = assign.routers().getFirst();
    var addressed =
        new AddressedRouter(
            Optional.ofNullable(options.get("routers"))
                .map(RouterWords::literal)
                .orElse(us.router()),
            new ReceiveId(number(options, "id", us.receiveId().value())),
            number(options, "change", us.memberChange()));
    deliver(
        new Message.RedirectAssign(
            form == Form.ALTERNATE_MASK ? 1 : cache.minor,
            cache.service,
            new AssignmentInfo(assign.key(), List.of(addressed), table, form),
            List.of()),
        cache,
        options);
  }

  private void deliver(Message message, Puppet cache, Map<String, String> options) {
    var from = Optional.ofNullable(options.get("from")).map(RouterWords::literal);
    transcript.message(
        time(), from.orElse(cache.source), cache.sendsTo, message, router.length(message));
    happened(router.receives(message, from.orElse(cache.source), cache.sendsTo));
  }

  /// Time passes; caches that repeat themselves do so.
  private void run(Duration time) {
    var end = time().plus(time);
    while (true) {
      var next =
          repetitions.entrySet().stream()
              .filter(it -> it.getValue().due().compareTo(end) <= 0)
              .min(java.util.Comparator.comparing(it -> it.getValue().due()));
      pass(next.map(it -> it.getValue().due()).orElse(end));
      if (next.isEmpty()) {
        return;
      }
      var every = next.get().getValue().every();
      repetitions.put(next.get().getKey(), new Repetition(time().plus(every), every));
      says(next.get().getKey(), List.of());
    }
  }

  /// From deadline to deadline, so that each has its own time in the transcript.
  private void pass(Duration until) {
    var end = java.time.Instant.EPOCH.plus(until);
    while (router.nextDeadline().isBefore(end)) {
      happened(router.after(Duration.between(router.now(), router.nextDeadline())));
    }
    happened(router.after(until.minus(time())));
  }

  private Duration time() {
    return Duration.between(java.time.Instant.EPOCH, router.now());
  }

  private void happened(List<RouterEffect> effects) {
    for (RouterEffect effect : effects) {
      switch (effect) {
        case RouterEffect.Send(var message, var to) ->
            transcript.message(time(), Bench.ROUTER, to, message, router.length(message));
        default -> transcript.effect(time(), effect);
      }
    }
  }

  private static int number(Map<String, String> options, String key, int otherwise) {
    return options.containsKey(key) ? Integer.parseInt(options.get(key)) : otherwise;
  }
}
