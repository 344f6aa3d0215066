package dev.weir.node.config.yaml;

import java.util.Optional;

/// One key that is about to be read: what happens when it is absent is said last.
public final class KeyReader<T> {
  private final Place place;
  private final YamlNode.Mapping section;
  private final String key;
  private final ValueType<T> type;
  private final String sentence;
  private final boolean alone;

  KeyReader(
      Place place,
      YamlNode.Mapping section,
      String key,
      ValueType<T> type,
      String sentence,
      boolean alone) {
    this.place = place;
    this.section = section;
    this.key = key;
    this.type = type;
    this.sentence = sentence;
    this.alone = alone;
  }

  /// The value, or the given one when the key is not written.
  public T or(T initial) {
    describe(type.show(initial));
    return present() ? read() : initial;
  }

  /// The value; an absent key refuses the file.
  public T required() {
    describe("required");
    if (present()) {
      return read();
    }
    if (!place.binding().describing()) {
      place.refuse(
          section.line(), "missing", "write it, such as " + key + ": " + type.show(type.example()));
    }
    return type.example();
  }

  /// The value, or nothing when the key is not written.
  public Optional<T> optional() {
    describe("none");
    return present() ? Optional.of(read()) : Optional.empty();
  }

  private boolean present() {
    return section.entries().containsKey(key);
  }

  private T read() {
    var entry = java.util.Objects.requireNonNull(section.entries().get(key));
    return type.read(entry.value(), place).orElseGet(type::example);
  }

  private void describe(String initial) {
    place
        .binding()
        .describe(
            new KeyDescription(place.path(), type.type(), type.unit(), initial, sentence, alone));
  }
}
