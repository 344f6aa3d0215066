package dev.weir.node.config.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// A configuration file: its name as the operator wrote it, its text, and where secrets are found.
public record ConfigSource(String file, String text, SecretSource secrets) {
  /// A longer file is refused unread.
  public static final int FILE_BYTES_MAX = 1 << 20;

  /// Reads a file from disk and loads it.
  ///
  /// A file that cannot be read is one problem, on line 1.
  public static <T> Loading<T> load(
      Path path, Map<String, String> environment, Function<SectionReader, T> reader) {
    Path folder = path.toAbsolutePath().getParent();
    var secrets = new SecretSource(folder == null ? Path.of("/") : folder, environment);
    return text(path, text -> new ConfigSource(path.toString(), text, secrets).load(reader));
  }

  /// Reads a file of whatever language from disk, and has its text loaded.
  public static <T> Loading<T> text(Path path, Function<String, Loading<T>> loader) {
    try {
      return loader.apply(textOf(path));
    } catch (NoSuchFileException e) {
      return unreadable(path, "no such file", "give the path of an existing file with --config");
    } catch (CharacterCodingException e) {
      return unreadable(path, "the file is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      return unreadable(path, "the file cannot be read: " + e, "check its owner and permissions");
    }
  }

  /// Loads the text: the reader's value, or every problem that it and the text have.
  public <T> Loading<T> load(Function<SectionReader, T> reader) {
    var binding = new Binding(file, secrets, false);
    var tree = TreeBuilder.parse(text, binding);
    if (tree.isEmpty()) {
      return new Loading.Refused<>(binding.problems());
    }
    var root = SectionReader.root(binding, tree.get());
    T value = reader.apply(root);
    root.finish();
    List<Problem> problems = binding.problems();
    return problems.isEmpty()
        ? new Loading.Loaded<>(value, binding.warnings())
        : new Loading.Refused<>(problems);
  }

  /// The descriptions of every key a reader asks for, in its order.
  public static List<KeyDescription> describe(Consumer<SectionReader> reader) {
    var binding = new Binding("", new SecretSource(Path.of("/"), Map.of()), true);
    reader.accept(SectionReader.root(binding, new YamlNode.Mapping(1, Map.of())));
    return binding.descriptions();
  }

  private static String textOf(Path path) throws IOException {
    byte[] octets;
    try (var in = Files.newInputStream(path)) {
      octets = in.readNBytes(FILE_BYTES_MAX + 1);
    }
    if (octets.length > FILE_BYTES_MAX) {
      throw new IOException("longer than " + FILE_BYTES_MAX + " bytes");
    }
    return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(octets)).toString();
  }

  private static <T> Loading<T> unreadable(Path path, String reason, String remedy) {
    return new Loading.Refused<>(List.of(new Problem(path.toString(), 1, "", reason, remedy)));
  }
}
