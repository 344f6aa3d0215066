package dev.weir.cache.message;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The header section of a message: field lines in order, names compared without case.
///
/// Immutable. RFC 9110 §5 (Fields).
public final class Fields implements Iterable<Fields.Field> {
  /// No field at all.
  public static final Fields NONE = new Fields(List.of());

  /// One field line as it stood on the wire, without the surrounding whitespace of its value.
  public record Field(String name, String value) {
    /// Whether this line's name is `other`, in any case.
    public boolean named(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  private final List<Field> lines;

  /// Read when it is asked for first. Whoever reads it again meanwhile reads the same.
  private @Nullable CacheControl directives;

  private Fields(List<Field> lines) {
    this.lines = lines;
  }

  /// Field lines from names and values in turn: `"ETag", "\"a\"", "Age", "3"`.
  public static Fields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a field without a value: " + List.of(namesAndValues));
    }
    var lines = new ArrayList<Field>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      lines.add(new Field(namesAndValues[i], namesAndValues[i + 1].strip()));
    }
    return of(lines);
  }

  /// The given field lines in the given order.
  public static Fields of(List<Field> lines) {
    return lines.isEmpty() ? NONE : new Fields(List.copyOf(lines));
  }

  /// Whether there is a line of this name.
  public boolean has(String name) {
    for (Field line : lines) {
      if (line.named(name)) {
        return true;
      }
    }
    return false;
  }

  /// The value of the first line of this name.
  public Optional<String> first(String name) {
    for (Field line : lines) {
      if (line.named(name)) {
        return Optional.of(line.value());
      }
    }
    return Optional.empty();
  }

  /// The values of all lines of this name, in order.
  public List<String> all(String name) {
    var values = new ArrayList<String>();
    for (Field line : lines) {
      if (line.named(name)) {
        values.add(line.value());
      }
    }
    return values;
  }

  /// All lines of this name joined by `, ` (RFC 9110 §5.3 Field Order), absent if there is none.
  public Optional<String> combined(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }

  /// The members of a comma-separated list field, lower case, without empty ones. For lists of
  /// tokens only: a comma inside a quoted string would split it.
  public List<String> tokens(String name) {
    var tokens = new ArrayList<String>();
    for (String value : all(name)) {
      for (String token : value.split(",", -1)) {
        String stripped = token.strip();
        if (!stripped.isEmpty()) {
          tokens.add(stripped.toLowerCase(Locale.ROOT));
        }
      }
    }
    return tokens;
  }

  /// These lines without any of this name, and one line of it at the end.
  public Fields with(String name, String value) {
    var changed = new ArrayList<Field>(lines.size() + 1);
    for (Field line : lines) {
      if (!line.named(name)) {
        changed.add(line);
      }
    }
    changed.add(new Field(name, value));
    return of(changed);
  }

  /// These lines and one more at the end.
  public Fields plus(String name, String value) {
    var changed = new ArrayList<>(lines);
    changed.add(new Field(name, value));
    return of(changed);
  }

  /// These lines without those whose lower-case name is among `names`.
  public Fields without(Set<String> names) {
    return keeping(line -> !names.contains(line.name().toLowerCase(Locale.ROOT)));
  }

  /// Only the lines that pass.
  public Fields keeping(Predicate<Field> passes) {
    var kept = new ArrayList<Field>(lines.size());
    for (Field line : lines) {
      if (passes.test(line)) {
        kept.add(line);
      }
    }
    return kept.size() == lines.size() ? this : of(kept);
  }

  /// The directives of all lines of Cache-Control.
  CacheControl directives() {
    CacheControl read = directives;
    if (read == null) {
      read = CacheControl.read(this);
      directives = read;
    }
    return read;
  }

  /// How many lines there are.
  public int size() {
    return lines.size();
  }

  /// The octets these lines take on the wire, with `: ` and the line ends.
  public int octets() {
    int octets = 0;
    for (Field line : lines) {
      octets += line.name().length() + line.value().length() + 4;
    }
    return octets;
  }

  @Override
  public Iterator<Field> iterator() {
    return lines.iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields fields && fields.lines.equals(lines);
  }

  @Override
  public int hashCode() {
    return lines.hashCode();
  }

  @Override
  public String toString() {
    return lines.stream()
        .map(line -> line.name() + ": " + line.value())
        .collect(Collectors.joining("; "));
  }
}
