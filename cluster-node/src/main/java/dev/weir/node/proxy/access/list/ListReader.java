package dev.weir.node.proxy.access.list;

import dev.weir.node.proxy.access.list.BlockList.BadLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a list from its files: a domain, a prefix or an expression a line, or lines of a hosts
/// file. What begins with `#` is a comment. Confined to one thread.
///
/// A line that cannot be read is noted and left out. When they are more than a tenth, the file is
/// no list, such as the page of a server that had no list to give.
public final class ListReader {
  private static final int LINES_MAX = 10_000_000;
  private static final int BAD_SHOWN_MAX = 20;
  private static final int BAD_FREE = 10;
  private static final int BAD_SHARE = 10;
  private static final int TEXT_SHOWN_MAX = 80;
  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

  private final List<BadLine> bad = new ArrayList<>();
  private long badCount;
  private Path file = Path.of("/");
  private long line;

  /// The files of a list.
  public record Source(
      String name, Optional<Path> domains, Optional<Path> prefixes, Optional<Path> expressions) {
    /// Those that there are.
    public List<Path> all() {
      return List.of(domains, prefixes, expressions).stream().flatMap(Optional::stream).toList();
    }
  }

  /// Takes a line without comment and blanks around it; why not, if it does not.
  private interface Taker {
    Optional<String> take(String text);
  }

  private ListReader() {}

  /// Reads a list.
  ///
  /// @throws IOException when a file cannot be read, or is no list
  public static BlockList read(Source files) throws IOException {
    var reader = new ListReader();
    var domains = new DomainSet.Builder();
    var prefixes = new PrefixSet.Builder();
    var expressions = new ExpressionSet.Builder();
    if (files.domains.isPresent()) {
      reader.read(files.domains.get(), true, text -> takeDomains(text, domains));
    }
    if (files.prefixes.isPresent()) {
      reader.read(
          files.prefixes.get(),
          true,
          text -> prefixes.add(text) ? Optional.empty() : Optional.of("is no address or prefix"));
    }
    if (files.expressions.isPresent()) {
      reader.read(files.expressions.get(), false, text -> reason(expressions.add(text)));
    }
    return new BlockList(
        files.name,
        domains.build(),
        prefixes.build(),
        expressions.build(),
        reader.bad,
        reader.badCount);
  }

  private void read(Path path, boolean commentsBehind, Taker taker) throws IOException {
    file = path;
    line = 0;
    long before = badCount;
    long entries = 0;
    try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        if (++line > LINES_MAX) {
          throw new IOException(path + " has more than " + LINES_MAX + " lines");
        }
        String bare = bare(text, commentsBehind);
        if (!bare.isEmpty()) {
          entries++;
          taker.take(bare).ifPresent(reason -> note(bare, reason));
        }
      }
    }
    long wrong = badCount - before;
    if (wrong > BAD_FREE && wrong * BAD_SHARE > entries) {
      throw new IOException(
          path
              + " is no such list: "
              + wrong
              + " of "
              + entries
              + " lines cannot be read, first "
              + bad.getFirst());
    }
  }

  private static String bare(String text, boolean commentsBehind) {
    int comment = commentsBehind ? text.indexOf('#') : text.startsWith("#") ? 0 : -1;
    return (comment < 0 ? text : text.substring(0, comment)).strip();
  }

  private void note(String text, String reason) {
    badCount++;
    if (bad.size() < BAD_SHOWN_MAX) {
      String shown = text.substring(0, Math.min(text.length(), TEXT_SHOWN_MAX));
      bad.add(new BadLine(file.toString(), line, shown, reason));
    }
  }

  /// A domain, also as `.example.com` or `*.example.com`; or an address and names, as in a hosts
  /// file, where names without a dot are the host's own.
  private static Optional<String> takeDomains(String text, DomainSet.Builder to) {
    List<String> words = BLANKS.splitAsStream(text).toList();
    if (words.size() == 1) {
      return takeDomain(words.getFirst(), to);
    }
    if (!new PrefixSet.Builder().add(words.getFirst())) {
      return Optional.of("is no domain, and no line of a hosts file");
    }
    Optional<String> why = Optional.empty();
    for (String name : words.subList(1, words.size())) {
      if (name.indexOf('.') > 0 && !name.equals("localhost.localdomain")) {
        why = takeDomain(name, to);
      }
    }
    return why;
  }

  private static Optional<String> takeDomain(String word, DomainSet.Builder to) {
    String name = word.startsWith("*.") ? word.substring(2) : word;
    name = name.startsWith(".") ? name.substring(1) : name;
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    name = ascii(name);
    if (!isDomain(name)) {
      return Optional.of("is no domain");
    }
    to.add(name);
    return Optional.empty();
  }

  private static String ascii(String name) {
    if (name.chars().allMatch(c -> c < 0x80)) {
      return name.toLowerCase(Locale.ROOT);
    }
    try {
      byte[] octets = name.getBytes(StandardCharsets.ISO_8859_1);
      return IDN.toASCII(new String(octets, StandardCharsets.UTF_8)).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notOne) {
      return "";
    }
  }

  private static boolean isDomain(String name) {
    int label = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      if (c == '.' && label > 0) {
        label = 0;
      } else if (!letter || ++label > 63) {
        return false;
      }
    }
    return label > 0 && name.length() <= DomainSet.NAME_MAX;
  }

  private static Optional<String> reason(ExpressionSet.Builder.Taken taken) {
    return switch (taken) {
      case YES -> Optional.empty();
      case UNREADABLE -> Optional.of("is no expression of RE2, or too large a one");
      case TOO_MANY -> Optional.of("is beyond the " + ExpressionSet.COUNT_MAX + "th");
      case TOO_PLAIN ->
          Optional.of(
              "has no three letters that are always there, as have "
                  + ExpressionSet.PLAIN_MAX
                  + " others");
    };
  }
}
