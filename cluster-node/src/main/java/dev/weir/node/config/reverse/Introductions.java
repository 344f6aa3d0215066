package dev.weir.node.config.reverse;

import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;
import java.util.Map;

/// The PROXY protocol in a section of `proxy.reverse`: who says whose its connections are, and
/// whether origins are told.
///
/// @param from whose connections begin with a header, and must
/// @param version of the header that origins get; 0: none
public record Introductions(List<Prefix> from, int version) {
  /// Nobody says it, and nobody is told.
  public static final Introductions NONE = new Introductions(List.of(), 0);

  private static final int PREFIXES_MAX = 1000;

  /// Keeps a copy of the list.
  public Introductions {
    from = List.copyOf(from);
  }

  /// Reads the two keys.
  public static Introductions read(SectionReader section) {
    return new Introductions(
        section
            .key(
                "proxy-protocol",
                Values.list(Values.prefix(), 0, PREFIXES_MAX),
                "Switches and proxies whose connections begin with a header of the PROXY protocol"
                    + " (1 or 2) that says whose they are; from there it must come, from elsewhere"
                    + " it is refused. The same for all sections of a listener.")
            .or(NONE.from),
        section
            .key(
                "send-proxy",
                Values.oneOf(SPELLINGS),
                "The version of the PROXY protocol by which origins are told the client's address;"
                    + " such connections are never shared between clients, and no other node asks"
                    + " for this one.")
            .or(NONE.version));
  }

  private static final Map<String, Integer> SPELLINGS = spellings();

  private static Map<String, Integer> spellings() {
    var words = new java.util.LinkedHashMap<String, Integer>();
    words.put("no", 0);
    words.put("v1", 1);
    words.put("v2", 2);
    return java.util.Collections.unmodifiableMap(words);
  }
}
