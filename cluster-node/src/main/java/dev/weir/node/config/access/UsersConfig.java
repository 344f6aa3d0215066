package dev.weir.node.config.access;

import dev.weir.node.config.value.NamedFile;
import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Wording;
import dev.weir.node.config.yaml.SectionReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The keys `proxy.forward.users` and `.realm`: who may use the proxy, each with the hash of a
/// password by bcrypt, as `htpasswd -B` writes it.
///
/// Other hashes are refused: apr1, crypt and SHA are so fast that a stolen file tells the
/// passwords.
public record UsersConfig(Map<String, Secret> hashes, String realm) {
  private static final int BYTES_MAX = 4 << 20;
  private static final int SHOWN_MAX = 20;
  private static final String REALM = "Weir";
  private static final Pattern USER = Pattern.compile("[!-9;-~]{1,64}");
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");

  /// Keeps a copy, in the order of the file.
  public UsersConfig {
    hashes = Collections.unmodifiableMap(new LinkedHashMap<>(hashes));
  }

  /// Reads the keys of `proxy.forward`; empty when no file is named.
  public static Optional<UsersConfig> read(SectionReader section) {
    Optional<String> text =
        section
            .key(
                "users",
                new NamedText(
                    "htpasswd file",
                    new NamedFile(true, "make it with htpasswd -cB PATH USER"),
                    BYTES_MAX),
                "Who may use it, with passwords: lines of htpasswd -B. Others are asked to log in.")
            .optional();
    String realm =
        section
            .key("realm", Wording.realm(), "What browsers name when they ask for the password.")
            .or(REALM);
    return text.map(lines -> new UsersConfig(read(lines, section), realm));
  }

  private static Map<String, Secret> read(String text, SectionReader section) {
    var hashes = new LinkedHashMap<String, Secret>();
    int number = 0;
    int refused = 0;
    for (String line : List.of(text.split("\n", -1))) {
      number++;
      String bare = line.strip();
      int colon = bare.indexOf(':');
      if (bare.isEmpty() || bare.startsWith("#")) {
        continue;
      }
      Optional<String> why = problem(bare, colon);
      if (why.isEmpty() && hashes.containsKey(bare.substring(0, colon))) {
        why = Optional.of("names a user for the second time");
      }
      if (why.isEmpty()) {
        hashes.put(bare.substring(0, colon), Secret.of(bare.substring(colon + 1)));
      } else if (refused++ < SHOWN_MAX) {
        section.refuse(
            "users",
            "line " + number + " of the file " + why.get(),
            "write it anew: htpasswd -B PATH USER");
      }
    }
    return hashes;
  }

  private static Optional<String> problem(String line, int colon) {
    if (colon < 0 || !USER.matcher(line.substring(0, colon)).matches()) {
      return Optional.of("is not USER:HASH");
    }
    String hash = line.substring(colon + 1);
    if (BCRYPT.matcher(hash).matches()) {
      return Optional.empty();
    }
    if (hash.startsWith("$apr1$") || hash.startsWith("$1$")) {
      return Optional.of("has an MD5 hash (apr1), which is guessed too fast");
    }
    if (hash.startsWith("{SHA}") || hash.startsWith("$5$") || hash.startsWith("$6$")) {
      return Optional.of("has a SHA hash, which is guessed too fast");
    }
    return hash.startsWith("$2")
        ? Optional.of("has a bcrypt hash that is not whole, or of a cost beyond 4 to 16")
        : Optional.of("has a password in plain text or by crypt");
  }
}
