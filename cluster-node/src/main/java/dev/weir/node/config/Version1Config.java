package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.Map;
import java.util.TreeMap;

/// The `wccp.v1` section: what differs between routers that speak version 1 of WCCP.
///
/// `number` is the version number in the messages, 3 or 4. With `sendsHistoryFlag` a node tells
/// what it owned before, marked by the U flag; routers get along without it (§2.4).
public record Version1Config(int number, boolean sendsHistoryFlag) {
  /// What is in force when the section is not written.
  public static final Version1Config DEFAULTS = new Version1Config(4, false);

  private static final Map<String, Integer> NUMBERS =
      new TreeMap<>(Map.of("3", 3, "4", 4)).descendingMap();

  static Version1Config read(SectionReader section) {
    return new Version1Config(
        section
            .key(
                "number",
                Values.oneOf(NUMBERS),
                "The version number in messages of version 1; 3 for routers before IOS 11.3.")
            .or(DEFAULTS.number),
        section
            .key(
                "send-u",
                Values.flag(),
                "Tell routers of version 1 what this node owned before, with the U flag.")
            .or(DEFAULTS.sendsHistoryFlag));
  }
}
