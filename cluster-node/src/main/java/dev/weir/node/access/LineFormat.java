package dev.weir.node.access;

import dev.weir.node.access.octets.Lines;

/// How a record becomes a line. Whatever its octets are, it is one line, and no field of it can be
/// taken for another.
interface LineFormat {
  /// Appends the line of a record, with its end.
  void write(Entry entry, Lines to);

  /// The format that an operator wants.
  static LineFormat of(AccessLog.Settings settings) {
    return settings
        .template()
        .<LineFormat>map(TemplateFormat::new)
        .orElseGet(() -> of(settings.format()));
  }

  /// The format of a name.
  static LineFormat of(AccessLog.Format name) {
    return switch (name) {
      case SQUID -> new SquidFormat();
      case COMBINED -> new CombinedFormat();
      case JSON -> new JsonFormat();
    };
  }
}
