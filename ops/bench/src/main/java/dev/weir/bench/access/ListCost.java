package dev.weir.bench.access;

import dev.weir.node.proxy.access.list.BlockList;
import dev.weir.node.proxy.access.list.ExpressionSet.Finding;
import dev.weir.node.proxy.access.list.ListReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/// What a list of a million domains, a million prefixes and a thousand expressions takes in memory,
/// and how long one look at each takes, in time of the processor: for what is listed, and for what
/// is not. And how much longer looks take while the lists are read anew.
///
/// `ops/bench/lists.sh` runs it.
public final class ListCost {
  private static final int DOMAINS = 1_000_000;
  private static final int EXPRESSIONS = 1_000;
  private static final int ASKED = 1 << 16;
  private static final int HOSTILE = 100;
  private static final int ROUNDS = 7;
  private static final String[] ENDS = {".com", ".net", ".org", ".co.uk", ".info", ".de"};
  private static final String[] WORDS = {
    "track", "click", "banner", "count", "pixel", "media", "adserv", "metric", "promo", "stat"
  };

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ListCost() {}

  /// Measures in a folder of its own.
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("lists");
    var random = new Random(1);
    List<String> names = names(random);
    Path domains = Files.write(folder.resolve("domains"), names);
    Path prefixes = Files.write(folder.resolve("prefixes"), prefixes(random));
    Path expressions = Files.write(folder.resolve("expressions"), expressions());
    long before = heapBytes();
    long began = System.nanoTime();
    var source =
        new ListReader.Source(
            "all", Optional.of(domains), Optional.of(prefixes), Optional.of(expressions));
    BlockList list = ListReader.read(source);
    say("read in %d ms".formatted((System.nanoTime() - began) / 1_000_000));
    say(
        "heap grew by %.1f MB, of which tables %.1f MB"
            .formatted((heapBytes() - before) / 1e6, list.bytes() / 1e6));
    say(
        "%d domains %.1f MB, %d prefixes %.1f MB, %d expressions %.1f MB"
            .formatted(
                list.domains().count(),
                list.domains().bytes() / 1e6,
                list.prefixes().count(),
                list.prefixes().bytes() / 1e6,
                list.expressions().count(),
                list.expressions().bytes() / 1e6));
    ask(list, names, random);
    askMeanwhile(list, names, source);
    for (Path file : List.of(domains, prefixes, expressions, folder)) {
      Files.delete(file);
    }
  }

  private static void ask(BlockList list, List<String> names, Random random) {
    var listed = new String[ASKED];
    var others = new String[ASKED];
    var urls = new String[ASKED];
    var near = new String[ASKED];
    var addresses = new InetAddress[ASKED];
    for (int i = 0; i < ASKED; i++) {
      listed[i] = "www." + names.get(random.nextInt(names.size()));
      others[i] = "www.cdn" + random.nextInt(1 << 24) + ".example" + i % 90 + ".com";
      String path = "/assets/" + random.nextInt(1 << 20) + "/app/main.bundle.js?v=20261122&lang=en";
      urls[i] = "http://" + others[i] + path;
      near[i] = urls[i] + "&q=" + WORDS[i % 10] + i % 100 + "x";
      addresses[i] = InetAddress.ofLiteral(address(random.nextInt()));
    }
    time("domain, listed", i -> list.domains().has(listed[i]));
    time("domain, not listed", i -> list.domains().has(others[i]));
    time("address", i -> list.prefixes().has(addresses[i]));
    time("URL, nothing alike", i -> list.expressions().in(urls[i]) == Finding.YES);
    time("URL, one expression tried in vain", i -> list.expressions().in(near[i]) == Finding.YES);
    String worst = worst();
    time(
        "the worst URL, 8 kB, of a hostile client",
        HOSTILE,
        i -> list.expressions().in(worst) == Finding.YES);
  }

  /// One in which every literal occurs and no expression is found.
  private static String worst() {
    var url = new StringBuilder("http://a.example/");
    for (int i = 0; i < EXPRESSIONS; i++) {
      url.append('x').append(WORDS[i % 10]).append(i / 10).append('x');
    }
    return url.substring(0, Math.min(url.length(), 8_000));
  }

  /// What clients notice of a reload: the time between two looks of one thread, while another
  /// reads.
  private static void askMeanwhile(BlockList list, List<String> names, ListReader.Source source) {
    say("looks with nothing beside: " + pauses(list, names, () -> false, System.nanoTime()));
    var reading =
        Thread.ofPlatform()
            .start(() -> {
              try {
                ListReader.read(source);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    say("looks beside a reload: " + pauses(list, names, reading::isAlive, 0));
  }

  private static String pauses(
      BlockList list, List<String> names, BooleanSupplier goesOn, long beganNs) {
    int looks = 0;
    int found = 0;
    int late = 0;
    long longest = 0;
    long before = System.nanoTime();
    while (goesOn.getAsBoolean() || (before - beganNs < 2_000_000_000L && beganNs != 0)) {
      found += list.domains().has(names.get(looks % names.size())) ? 1 : 0;
      looks++;
      long now = System.nanoTime();
      late += now - before > 1_000_000 ? 1 : 0;
      longest = Math.max(longest, now - before);
      before = now;
    }
    return "%d, %d found, %d after more than 1 ms, the longest after %d us"
        .formatted(looks, found, late, longest / 1000);
  }

  private static void time(String what, IntPredicate question) {
    time(what, ASKED, question);
  }

  private static void time(String what, int asked, IntPredicate question) {
    double best = Double.MAX_VALUE;
    int yes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      yes = 0;
      long began = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < asked; i++) {
        yes += question.test(i) ? 1 : 0;
      }
      best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - began) / (double) asked);
    }
    say("%-40s %8.0f ns, %d %% found".formatted(what, best, yes * 100L / asked));
  }

  private static List<String> names(Random random) {
    var names = new ArrayList<String>(DOMAINS);
    for (int i = 0; i < DOMAINS; i++) {
      names.add(
          Integer.toString(random.nextInt(1 << 30), 36)
              + WORDS[i % WORDS.length]
              + Integer.toString(i, 36)
              + ENDS[i % ENDS.length]);
    }
    return names;
  }

  private static List<String> prefixes(Random random) {
    var prefixes = new ArrayList<String>(DOMAINS);
    for (int i = 0; i < DOMAINS; i++) {
      prefixes.add(address(random.nextInt()));
    }
    return prefixes;
  }

  /// Each has a literal of its own, most of them something around it.
  private static List<String> expressions() {
    var expressions = new ArrayList<String>(EXPRESSIONS);
    for (int i = 0; i < EXPRESSIONS; i++) {
      String literal = WORDS[i % 10] + i / 10;
      expressions.add(
          switch (i % 4) {
            case 0 -> "(^|[./?&=-])" + literal + "([./?&=-]|$)";
            case 1 -> "(?i)/" + literal + "/[0-9]+\\.(gif|png|js)";
            case 2 -> literal + "(er|ing)?\\.(php|cgi|asp)\\?";
            default -> "[?&](id|q)=" + literal + "$";
          });
    }
    return expressions;
  }

  private static String address(int bits) {
    return (bits >>> 24) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255);
  }

  private static long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
