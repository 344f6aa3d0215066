package dev.weir.node.config.log;

import dev.weir.node.access.AccessLog;
import dev.weir.node.access.file.Rotation;
import dev.weir.node.access.template.Template;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.syslog.SyslogSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The section `log.access`.
public record AccessLogConfig(
    Path path, AccessLog.Format format, Optional<Template> template, Optional<Rotation> rotation) {
  private static final Path EXAMPLE = Path.of("/var/log/weir/access.log");
  private static final int KEEP = 7;

  /// Reads the section.
  public static AccessLogConfig read(SectionReader section) {
    var config =
        new AccessLogConfig(
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
                    Values.oneOf(AccessLog.Format.class),
                    "How a line looks: as Squid's, as the combined one of Apache's and NCSA's"
                        + " servers, or as an object of JSON.")
                .or(AccessLog.Format.SQUID),
            section
                .key(
                    "template",
                    new TemplateType(),
                    "How a line looks instead, in Squid's codes: docs/access-log.md.")
                .optional(),
            section.has("rotate") || section.describing()
                ? Optional.of(rotation(section.section("rotate")))
                : Optional.empty());
    if (section.has("format") && section.has("template")) {
      section.refuse("format", "there is a template, too", "remove one of the two");
    }
    return config;
  }

  private static Rotation rotation(SectionReader section) {
    var rotation =
        new Rotation(
            section
                .key(
                    "size",
                    Quantities.size(1 << 20, 1L << 40),
                    "A file of this size is an old one, and the log goes on in a new one.")
                .optional(),
            section
                .key(
                    "every",
                    Quantities.duration(Duration.ofMinutes(1), Duration.ofDays(31)),
                    "So is one of an earlier period; periods begin at multiples of this since"
                        + " midnight UTC of 1 January 1970, 24h at midnight.")
                .optional(),
            section.key("keep", Values.integer(0, 10_000), "How many old files stay.").or(KEEP),
            section.key("gzip", Values.flag(), "Whether old files are compressed.").or(true));
    if (rotation.octets().isEmpty() && rotation.every().isEmpty() && !section.describing()) {
      section.refuse("size", "neither size nor every is written", "write one of them");
    }
    return rotation;
  }

  /// The log as it is to be.
  public AccessLog.Settings settings(Optional<SyslogSettings> syslog) {
    return new AccessLog.Settings(path, format, template, rotation, syslog);
  }
}
