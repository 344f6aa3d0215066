package dev.weir.wccp.scenario;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.cache.CacheEvent;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The language of the scenarios. r1, r2, … are routers or their addresses; c1, c2, … are caches.
///
/// `interval 1s` anywhere lets all want and offer one second. Line by line:
///
/// - `routers r1 r2 WORD…`: `2.00` only, `l2` or `mask` only, `multicast=GROUP`, `id=r9`, `from=r8`
///   (answers come from there), `also=r2` (a second address)
/// - `start c1 c2 WORD…`: `2.01`, `mask`, `multicast=GROUP`, `weight=50`, `first=N` (key number),
///   `idle` (never assigns; `wake c1` ends that)
/// - `stop c1`, `kill c1`, `version 1`
/// - `cut c1 r1 [REDIRECT_ASSIGN]`, `delay r1 c1 SECONDS`, `heal`, `repeat r1 c1` (the last
///   message)
/// - `members c1 c2`, `dead c3`, `hot 7 9`, `weigh c1 50`: what the nodes tell their machines
/// - `show every message`, `show changes`: whether those that repeat are shown from here on
/// - `run SECONDS`, `say …`, `tables`, `moves` (since the last `tables`)
final class Script {
  private final World world;
  private final Transcript transcript;

  private Script(World world, Transcript transcript) {
    this.world = world;
    this.transcript = transcript;
  }

  /// What has happened in the end.
  static World play(String text, Transcript transcript) {
    var script = text.lines().filter(line -> !line.startsWith("#")).toList();
    var interval = Duration.ofSeconds(script.contains("interval 1s") ? 1 : 10);
    var world = new World(transcript, interval, interval);
    var play = new Script(world, transcript);
    script.forEach(line -> play.step(List.of(line.split(" +"))));
    return world;
  }

  private void step(List<String> words) {
    var rest = words.subList(1, words.size());
    var names = rest.stream().filter(it -> it.matches("[rc]\\d+")).toList();
    var others = rest.stream().filter(it -> !names.contains(it)).toList();
    switch (words.getFirst()) {
      case "routers" -> names.forEach(it -> world.startRouter(it, others));
      case "start" -> names.forEach(it -> world.startCache(it, others));
      case "stop" -> names.forEach(it -> world.tell(it, new CacheEvent.Leave()));
      case "kill" -> names.forEach(world::kill);
      case "wake" -> names.forEach(world::wake);
      case "cut" -> world.wires().cut(names.getFirst(), names.getLast(), others);
      case "delay" ->
          world.wires().delay(names.getFirst(), names.getLast(), seconds(others.getFirst()));
      case "heal" -> world.wires().heal();
      case "repeat" -> world.repeat(names.getFirst(), names.getLast(), others.getFirst());
      case "run" -> world.run(seconds(rest.getFirst()));
      case "tables" -> transcript.note(world.tables());
      case "moves" -> transcript.note(world.moves());
      case "version" -> world.speakVersion1();
      case "say" -> transcript.note("# " + String.join(" ", rest));
      case "show" -> transcript.show(rest.contains("every"));
      case "", "interval" -> {}
      default -> known(words.getFirst(), names, others);
    }
  }

  /// What a cluster knows, beyond the protocol.
  private void known(String word, List<String> names, List<String> others) {
    switch (word) {
      case "members" ->
          world.caches().stream()
              .filter(names::contains)
              .forEach(it -> world.tell(it, new CacheEvent.Members(addresses(names))));
      case "dead" ->
          world.caches().stream()
              .filter(it -> !names.contains(it))
              .forEach(it -> world.tell(it, new CacheEvent.Dead(addresses(names))));
      case "hot" -> {
        var buckets = BucketSet.of(others.stream().mapToInt(Integer::parseInt));
        world.caches().forEach(it -> world.tell(it, new CacheEvent.Hot(buckets)));
      }
      case "weigh" ->
          world.tell(names.getFirst(), new CacheEvent.Weigh(Integer.parseInt(others.getFirst())));
      default -> throw new IllegalArgumentException("no such step: " + word);
    }
  }

  private static Set<InetAddress> addresses(List<String> names) {
    return names.stream().map(World::address).collect(Collectors.toSet());
  }

  private static Duration seconds(String number) {
    return Duration.ofMillis((long) (1000 * Double.parseDouble(number)));
  }
}
