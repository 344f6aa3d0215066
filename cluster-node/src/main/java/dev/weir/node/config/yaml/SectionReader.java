package dev.weir.node.config.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Reads one section of a file, key by key.
///
/// Every key has a sentence for the documentation. What nobody asked for is an unknown key. After
/// the first problem reading goes on, with an example in the place of the refused value: so all
/// problems are found, and the record made of the examples is thrown away by [ConfigSource].
public final class SectionReader {
  private final Place place;
  private final YamlNode.Mapping mapping;
  private final Optional<String> only;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<SectionReader> below = new ArrayList<>();
  private final Map<String, SectionReader> sections = new LinkedHashMap<>();

  private SectionReader(Place place, YamlNode.Mapping mapping, Optional<String> only) {
    this.place = place;
    this.mapping = mapping;
    this.only = only;
  }

  static SectionReader root(Binding binding, YamlNode.Mapping mapping) {
    return new SectionReader(new Place(binding, ""), mapping, Optional.empty());
  }

  /// The section under a key; an absent one is empty. Asked twice, it is the same.
  public SectionReader section(String key) {
    known.add(key);
    SectionReader earlier = sections.get(key);
    if (earlier != null) {
      return earlier;
    }
    var entry = mapping.entries().get(key);
    var opened =
        open(
            place.key(key),
            entry == null ? new YamlNode.Mapping(mapping.line(), Map.of()) : entry.value());
    sections.put(key, opened);
    return opened;
  }

  /// A key of this section with its type and the sentence that documents it.
  public <T> KeyReader<T> key(String key, ValueType<T> type, String sentence) {
    known.add(key);
    boolean alone = only.filter(key::equals).isPresent();
    return new KeyReader<>(place.key(key), mapping, key, type, sentence, alone);
  }

  /// A list of sections under a key, each read by the given reader. An absent list is empty.
  public <T> List<T> sections(String key, Function<SectionReader, T> reader) {
    return sections(key, Optional.empty(), reader);
  }

  /// A list of sections of which the shortest, with nothing but `only`, may be written as its
  /// value.
  public <T> List<T> sections(String key, String only, Function<SectionReader, T> reader) {
    return sections(key, Optional.of(only), reader);
  }

  private <T> List<T> sections(
      String key, Optional<String> only, Function<SectionReader, T> reader) {
    known.add(key);
    Place list = place.key(key);
    if (place.binding().describing()) {
      var item = new Place(place.binding(), list.path() + "[]");
      return List.of(reader.apply(open(item, mapping, only)));
    }
    var entry = mapping.entries().get(key);
    if (entry == null) {
      return List.of();
    }
    if (!(entry.value() instanceof YamlNode.Sequence sequence)) {
      list.refuse(entry.line(), "not a list", "write each section on a line that begins with -");
      return List.of();
    }
    var read = new ArrayList<T>();
    for (int i = 0; i < sequence.items().size(); i++) {
      read.add(reader.apply(open(list.item(i), whole(sequence.items().get(i), only))));
    }
    return List.copyOf(read);
  }

  private static YamlNode whole(YamlNode item, Optional<String> only) {
    return only.isPresent()
            && item instanceof YamlNode.Scalar scalar
            && scalar.kind() != YamlNode.Kind.NOTHING
        ? new YamlNode.Mapping(
            scalar.line(), Map.of(only.get(), new YamlNode.Entry(scalar.line(), scalar)))
        : item;
  }

  /// Sections by names of the operator's choice, such as interfaces, in the order of the file.
  ///
  /// `called` stands for the name in the documentation.
  public <T> Map<String, T> named(
      String key, String called, BiFunction<String, SectionReader, T> reader) {
    Place names = place.key(key);
    if (place.binding().describing()) {
      return Map.of(called, reader.apply(called, open(names.key(called), mapping)));
    }
    var read = new LinkedHashMap<String, T>();
    var holder = section(key);
    holder
        .mapping
        .entries()
        .forEach((name, _) -> read.put(name, reader.apply(name, holder.section(name))));
    return java.util.Collections.unmodifiableMap(read);
  }

  /// Whether the file is empty and read only for the descriptions of its keys.
  public boolean describing() {
    return place.binding().describing();
  }

  /// Whether a key is written in this section.
  public boolean has(String key) {
    return mapping.entries().containsKey(key);
  }

  /// Refuses the file because of something about a key or, when it is not written, this section.
  public void refuse(String key, String reason, String remedy) {
    place.key(key).refuse(lineOf(key), reason, remedy);
  }

  /// Warns about a key or, when it is not written, this section.
  public void warn(String key, String reason, String remedy) {
    place.key(key).warn(lineOf(key), reason, remedy);
  }

  /// Tells every key that nobody asked for, here and below.
  void finish() {
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!known.contains(key)) {
            place.key(key).refuse(entry.line(), "unknown key", remedyFor(key));
          }
        });
    below.forEach(SectionReader::finish);
  }

  private String remedyFor(String key) {
    return Spelling.nearest(key, known)
        .map(near -> "did you mean \"" + near + "\"?")
        .orElse("known here: " + String.join(", ", known));
  }

  private int lineOf(String key) {
    var entry = mapping.entries().get(key);
    return entry == null ? mapping.line() : entry.line();
  }

  private SectionReader open(Place at, YamlNode node) {
    return open(at, node, Optional.empty());
  }

  private SectionReader open(Place at, YamlNode node, Optional<String> only) {
    var opened = new SectionReader(at, mappingAt(at, node), only);
    below.add(opened);
    return opened;
  }

  private static YamlNode.Mapping mappingAt(Place at, YamlNode node) {
    return switch (node) {
      case YamlNode.Mapping mapping -> mapping;
      case YamlNode.Scalar(int line, var kind, _) when kind == YamlNode.Kind.NOTHING ->
          new YamlNode.Mapping(line, Map.of());
      case YamlNode.Scalar(int line, _, String text) -> {
        at.refuse(line, "\"" + text + "\" is not a section", "write its keys indented below it");
        yield new YamlNode.Mapping(line, Map.of());
      }
      case YamlNode.Sequence(int line, _) -> {
        at.refuse(line, "a list is not a section", "write its keys indented below it");
        yield new YamlNode.Mapping(line, Map.of());
      }
    };
  }
}
