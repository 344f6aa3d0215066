package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.event.Level;

/// The `log` section: how much is logged, and where what clients asked.
public record LogConfig(Level level, Optional<Access> access) {

  /// What is in force when the section is not written.
  public static final LogConfig DEFAULTS = new LogConfig(Level.INFO, Optional.empty());

  /// The section `log.access`.
  public record Access(Path path, Format format) {
    private static final Path EXAMPLE = Path.of("/var/log/weir/access.log");

    private static Access read(SectionReader section) {
      return new Access(
          section
              .key(
                  "path",
                  Values.file(EXAMPLE),
                  "The file to which one line is appended for each request; without it there is"
                      + " none. Its folder must be there.")
              .required(),
          section
              .key(
                  "format",
                  Values.oneOf(Format.class),
                  "How a line looks: as Squid's, as the combined one of Apache's and NCSA's"
                      + " servers, or as an object of JSON.")
              .or(Format.SQUID));
    }
  }

  /// The formats that there are.
  public enum Format {
    /// Squid's native one.
    SQUID,
    /// The combined one of the NCSA and Apache's servers.
    COMBINED,
    /// An object of JSON on each line.
    JSON
  }

  static LogConfig read(SectionReader section) {
    Level level =
        section
            .key("level", Values.oneOf(Level.class), "The quietest level that is logged.")
            .or(DEFAULTS.level);
    var access = section.section("access");
    return new LogConfig(
        level,
        section.has("access") || section.describing()
            ? Optional.of(Access.read(access))
            : Optional.empty());
  }
}
