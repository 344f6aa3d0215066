package dev.weir.cli.foreign;

import dev.weir.cli.foreign.Condition.Unsayable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is stored, where, and for how long.
final class CacheLines {
  private static final long MIB = 1L << 20;
  private static final long DISK_MIB_LEAST = 16;
  private static final int RULES_MAX = 256;

  private final Draft draft;
  private int rules;

  CacheLines(Draft draft) {
    this.draft = draft;
  }

  /// `cache_mem N UNIT`.
  void memory(SquidLine line) throws Unsayable {
    draft.yaml.add("cache", "memory: " + Math.max(1, bytes(line) / MIB) + "MiB");
  }

  private static long bytes(SquidLine line) throws Unsayable {
    if (!line.word(0).matches("[0-9]{1,9}")) {
      throw new Unsayable("\"" + line.word(0) + "\" is no whole number");
    }
    long factor =
        switch (line.word(1).toUpperCase(Locale.ROOT)) {
          case "", "BYTES" -> 1;
          case "KB" -> 1L << 10;
          case "MB" -> MIB;
          case "GB" -> 1L << 30;
          default -> throw new Unsayable("\"" + line.word(1) + "\" is no unit");
        };
    return Long.parseLong(line.word(0)) * factor;
  }

  /// `cache_dir TYPE PATH MB …`.
  void disk(SquidLine line) throws Unsayable {
    if (line.word(0).equals("null")) {
      return;
    }
    if (!line.word(1).startsWith("/") || !line.word(2).matches("[1-9][0-9]{0,8}")) {
      throw new Unsayable("no folder and size in MB");
    }
    long size = Math.max(DISK_MIB_LEAST, Long.parseLong(line.word(2)));
    draft.yaml.add("cache/disk", "# A folder of its own: not the one that Squid has filled.");
    draft.yaml.add(
        "cache/disk",
        "- { path: " + Yaml.quoted(line.word(1) + "-weir") + ", size: " + size + "MiB }");
  }

  /// `cache deny ACL…`, and `no_cache`.
  void cache(SquidLine line) throws Unsayable {
    boolean all = line.from(1).equals(List.of("all"));
    if (line.word(0).equals("allow")) {
      if (!all) {
        throw new Unsayable("allow: everything that HTTP lets be stored is, unless a rule says no");
      }
      return;
    }
    rule(draft.acls.all(line.from(1)).cacheKeys(), List.of("store: no"), line);
  }

  /// `refresh_pattern [-i] REGEX MIN PERCENT MAX OPTIONS`.
  void refresh(SquidLine line) throws Unsayable {
    int at = line.word(0).equals("-i") ? 1 : 0;
    String regex = line.word(at);
    if (regex.matches("\\^(ftp|gopher|https).*")) {
      throw new Unsayable("nothing but http is cached");
    }
    var orders = new ArrayList<String>();
    ttl(line, at, orders);
    for (String option : line.from(at + 4)) {
      switch (option) {
        case "override-expire" -> {}
        case "reload-into-ims" -> orders.add("reload: revalidate");
        case "ignore-reload" -> orders.add("reload: ignore");
        default -> draft.leave(line, "the option " + option);
      }
    }
    if (orders.isEmpty()) {
      throw new Unsayable("it orders nothing that is not so anyhow");
    }
    rule(about(regex, at == 1), orders, line);
    String percent = line.word(at + 2);
    if (!percent.equals("20%")) {
      draft.leave(
          line,
          percent
              + " is not taken over: without a lifetime it is a tenth of the time since"
              + " Last-Modified");
    }
  }

  private static void ttl(SquidLine line, int at, List<String> orders) throws Unsayable {
    if (!line.word(at + 1).matches("[0-9]{1,7}") || !line.word(at + 3).matches("[0-9]{1,7}")) {
      throw new Unsayable("MIN and MAX are not whole minutes");
    }
    long most = Math.min(5_256_000, Long.parseLong(line.word(at + 3)));
    long least = Math.min(most, Long.parseLong(line.word(at + 1)));
    var ttl = new ArrayList<String>();
    if (least > 0) {
      ttl.add("default: " + least + "m");
    }
    if (line.words().contains("override-expire")) {
      ttl.add("min: " + least + "m");
    }
    if (most > 0) {
      ttl.add("max: " + most + "m");
      orders.add("ttl: { " + String.join(", ", ttl) + " }");
    } else {
      throw new Unsayable("a MAX of 0 keeps nothing without a lifetime: write store: no");
    }
  }

  /// An expression for the URL, as keys for host and path.
  private static List<String> about(String regex, boolean anyCase) throws Unsayable {
    String flags = anyCase ? "(?i)" : "";
    if (regex.equals(".") || regex.equals(".*")) {
      return List.of();
    }
    if (regex.startsWith("^http") || regex.contains("://")) {
      throw new Unsayable("an expression for scheme or host: write hosts and paths");
    }
    return List.of("paths: " + Yaml.list(List.of("~" + Acls.expression(flags + regex))));
  }

  private void rule(List<String> keys, List<String> orders, SquidLine line) throws Unsayable {
    if (rules == RULES_MAX) {
      throw new Unsayable("more than " + RULES_MAX + " rules");
    }
    rules++;
    var all = new ArrayList<String>();
    all.add("name: line-" + line.number() + (rules > 1 ? "-" + rules : ""));
    all.addAll(keys);
    all.addAll(orders);
    draft.yaml.add("cache/rules", "- { " + String.join(", ", all) + " }");
  }
}
