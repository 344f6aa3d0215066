package dev.weir.cli.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The secrets to which a configuration refers, so that they are found wherever they stand.
final class KnownSecrets {
  /// What is shorter is found where secrets stand alone: as a word it may be anything.
  private static final int LETTERS_MIN = 6;

  private static final int OCTETS_MAX = 1 << 20;
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?i)(?:password|passwd|passphrase|secret|token|key|credential|communit(?:y|ies)|users)"
              + "[\"']?\\s*:\\s*[\"']?(file|env):([^\\s\"',}\\]]+)");

  private KnownSecrets() {}

  /// Those in files that can be read and in this environment: each line, and each part of a line of
  /// htpasswd.
  static Set<String> of(String configuration, Map<String, String> environment) {
    var secrets = new HashSet<String>();
    REFERENCE
        .matcher(configuration)
        .results()
        .map(it -> value(it.group(1), it.group(2), environment))
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.startsWith("-----"))
        .flatMap(line -> Stream.concat(Stream.of(line), Arrays.stream(line.split(":", 2))))
        .filter(word -> word.length() >= LETTERS_MIN)
        .forEach(secrets::add);
    return Set.copyOf(secrets);
  }

  private static String value(String kind, String name, Map<String, String> environment) {
    if (kind.equalsIgnoreCase("env")) {
      return environment.getOrDefault(name, "");
    }
    try (var in = Files.newInputStream(Path.of(name))) {
      return new String(in.readNBytes(OCTETS_MAX), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // what cannot be read is in no bundle, but for where secrets stand
    }
  }
}
