package dev.weir.node.config.log;

import dev.weir.node.access.AccessLog;
import dev.weir.node.access.template.Template;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.nio.file.Path;
import java.util.Optional;

/// The section `log.access`.
public record AccessLogConfig(
    Path path, AccessLog.Format format, Optional<Template> template) {
  private static final Path EXAMPLE = Path.of("/var/log/weir/access.log");

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
                .optional());
    if (section.has("format") && section.has("template")) {
      section.refuse("format", "there is a template, too", "remove one of the two");
    }
    return config;
  }

  /// The log as it is to be.
  public AccessLog.Settings settings() {
    return new AccessLog.Settings(path, format, template);
  }
}
