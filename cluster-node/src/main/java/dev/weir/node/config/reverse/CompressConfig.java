package dev.weir.node.config.reverse;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.proxy.compress.Coding;
import dev.weir.node.proxy.compress.Compression;
import java.util.List;

/// The section `proxy.compress`: what is compressed for clients that take it. Without the section
/// nothing is.
public final class CompressConfig {
  private static final int TYPES_MAX = 100;
  private static final List<String> TYPES =
      List.of(
          "text/*",
          "application/javascript",
          "application/json",
          "application/manifest+json",
          "application/xml",
          "application/rss+xml",
          "image/svg+xml");

  private static final String INSTALL = "install it: apt-get install libbrotli1";

  private CompressConfig() {}

  /// Reads the section of `proxy`.
  public static Compression read(SectionReader proxy) {
    if (!proxy.has("compress") && !proxy.describing()) {
      return Compression.NONE;
    }
    SectionReader section = proxy.section("compress");
    return new Compression(
        section
            .key(
                "types",
                Values.list(Values.mediaType(), 1, TYPES_MAX),
                "Media types that are compressed, such as text/html or text/*.")
            .or(TYPES),
        section
            .key(
                "min-size",
                Quantities.size(1, 1L << 30),
                "Shorter bodies are left as they are; of unknown length they are compressed.")
            .or(1024L),
        codings(section));
  }

  private static List<Coding> codings(SectionReader section) {
    List<Coding> wanted =
        section
            .key(
                "algorithms",
                Values.list(Values.oneOf(Coding.class), 1, Coding.values().length),
                "Content codings that are made, the preferred one first. br needs the host's"
                    + " libbrotlienc.so.1.")
            .or(List.of(Coding.BR, Coding.GZIP));
    if (wanted.stream().allMatch(Coding::isHere)) {
      return wanted;
    }
    String reason = "br needs libbrotlienc.so.1, which this host has not";
    if (section.has("algorithms")) {
      section.refuse("algorithms", reason, INSTALL + ", or leave br out");
    } else {
      section.warn("algorithms", reason + ": there will be gzip alone", INSTALL);
    }
    return wanted.stream().filter(Coding::isHere).toList();
  }
}
