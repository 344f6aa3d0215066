package dev.weir.node.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What devices that are not ours were set to before, by name, so that it can be set again.
///
/// It is written down in the comment of our nft table: there it lives exactly as long as the rules
/// that need the change, in the same network namespace, also after the process was killed.
public record HostBefore(Map<String, Setting> devices) {
  /// Nothing was changed.
  public static final HostBefore NOTHING = new HostBefore(Map.of());

  private static final Pattern COMMENT = Pattern.compile("comment \"before ([^\"]*)\"");
  private static final Pattern DEVICE = Pattern.compile("([^ :]{1,15}):([01]):([012]):([012])");

  /// Two settings below `net.ipv4.conf.DEVICE`, and `rpFilterAll`, that of `net.ipv4.conf.all`: the
  /// higher one of the two filters is in force.
  public record Setting(int forwarding, int rpFilter, int rpFilterAll) {
    private static final Setting NONE = new Setting(1, 0, 0);

    /// Strict reverse-path filtering drops clients that are reached by another device.
    boolean strict() {
      return Math.max(rpFilter, rpFilterAll) == 1;
    }

    boolean routes() {
      return forwarding == 1;
    }
  }

  /// Keeps a copy in the same order.
  public HostBefore {
    devices = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(devices));
  }

  /// What our table of an earlier run, as nft lists it, says; nothing when there is none.
  static HostBefore recordedIn(String table) {
    var found = new LinkedHashMap<String, Setting>();
    var comment = COMMENT.matcher(table);
    if (comment.find()) {
      var device = DEVICE.matcher(comment.group(1));
      while (device.find()) {
        found.put(
            device.group(1),
            new Setting(digit(device.group(2)), digit(device.group(3)), digit(device.group(4))));
      }
    }
    return new HostBefore(found);
  }

  private static int digit(String text) {
    return text.charAt(0) - '0';
  }

  /// The text for the comment, as far as it is about these devices; nft takes 128 octets.
  String comment(List<String> about) {
    return about.stream()
        .map(device -> {
          Setting was = of(device);
          return "%s:%d:%d:%d"
              .formatted(device, was.forwarding(), was.rpFilter(), was.rpFilterAll());
        })
        .collect(Collectors.joining(" ", "before ", ""));
  }

  /// What a plan changes on devices that are not ours, one sentence each.
  public List<String> changes(HostPlan plan) {
    var changes = new ArrayList<String>();
    for (String device : plan.plain().devices()) {
      Setting was = of(device);
      if (!was.routes()) {
        changes.add(HostRules.sysctl(device, "forwarding") + " 0 -> 1");
      }
      if (was.strict()) {
        changes.add(HostRules.sysctl(device, "rp_filter") + " " + was.rpFilter() + " -> 2");
      }
    }
    return List.copyOf(changes);
  }

  Setting of(String device) {
    return devices.getOrDefault(device, Setting.NONE);
  }
}
