package dev.weir.cli.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Limits on the length of files and methods, on parameters, and on the types of a package.
///
/// A method's body starts at its opening brace. Constructors of enums and records count as methods.
final class SizeRule {
  private static final int METHOD_LINES_MAX = 40;
  private static final int PARAMETERS_MAX = 6;
  private static final int TYPES_MAX = 15;
  private static final int FILE_LINES_MAX = 400;
  private static final int VALUE_LINES_MAX = 150;
  private static final int VOCABULARY_LINES_MAX = 1_000;
  private static final int TEST_LINES_MAX = 300;
  private static final int DECISION_RECORD_LINES_MAX = 80;

  private SizeRule() {}

  /// Every violation among the given files, as `path: sentence`.
  static List<String> problems(List<Source> sources) {
    List<Source> java =
        sources.stream()
            .filter(source -> source.isJava() && !source.path().endsWith("-info.java"))
            .toList();
    var problems = new ArrayList<String>();
    for (Source source : sources) {
      if (source.path().startsWith("docs/adr/")) {
        limit(problems, source.path(), lines(source), DECISION_RECORD_LINES_MAX, "lines");
      }
    }
    packages(java, problems);
    if (!java.isEmpty()) {
      parse(java, problems);
    }
    return problems;
  }

  private static void packages(List<Source> java, List<String> problems) {
    var counts = new TreeMap<String, Integer>();
    for (Source source : java) {
      if (!source.isTest()) {
        String folder = source.path().substring(0, source.path().lastIndexOf('/') + 1);
        counts.merge(folder, 1, Integer::sum);
      }
    }
    counts.forEach((folder, count) -> limit(problems, folder, count, TYPES_MAX, "types"));
  }

  private static void parse(List<Source> java, List<String> problems) {
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no compiler in this JVM");
    var byPath = new TreeMap<String, Source>();
    java.forEach(source -> byPath.put("/" + source.path(), source));
    List<InMemory> files = java.stream().map(InMemory::new).toList();
    var task = (JavacTask) compiler.getTask(null, null, _ -> {}, null, null, files);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        String path = unit.getSourceFile().toUri().getPath();
        Source source = Objects.requireNonNull(byPath.get(path), path);
        limit(problems, source.path(), lines(source), fileLimit(source, unit), "lines");
        new Lengths(source, unit, positions, problems).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int fileLimit(Source source, CompilationUnitTree unit) {
    if (source.isTest()) {
      return TEST_LINES_MAX;
    }
    boolean value =
        unit.getTypeDecls().stream()
            .allMatch(type ->
                type.getKind() == Tree.Kind.RECORD || type.getKind() == Tree.Kind.ENUM);
    if (!value) {
      return FILE_LINES_MAX;
    }
    return unit.getTypeDecls().stream().anyMatch(type -> isVocabulary((ClassTree) type))
        ? VOCABULARY_LINES_MAX
        : VALUE_LINES_MAX;
  }

  /// A list of metrics or events: as long as what there is to tell.
  private static boolean isVocabulary(ClassTree type) {
    return type.getImplementsClause().stream()
        .map(String::valueOf)
        .anyMatch(Set.of("MetricRow", "EventRow")::contains);
  }

  private static int lines(Source source) {
    return (int) source.text().lines().count();
  }

  private static void limit(List<String> problems, String what, long found, int max, String unit) {
    if (found > max) {
      problems.add("%s: %d %s, at most %d".formatted(what, found, unit, max));
    }
  }

  /// Looks at each method of one file.
  private static final class Lengths extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Source source;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> problems;

    Lengths(
        Source source, CompilationUnitTree unit, SourcePositions positions, List<String> problems) {
      this.source = source;
      this.unit = unit;
      this.positions = positions;
      this.problems = problems;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      String name = source.path() + ": " + method.getName();
      if (method.getBody() != null) {
        LineMap lines = unit.getLineMap();
        long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
        long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
        limit(problems, name, last - first + 1, METHOD_LINES_MAX, "lines");
      }
      if (!ofRecord()) {
        limit(problems, name, method.getParameters().size(), PARAMETERS_MAX, "parameters");
      }
      return super.visitMethod(method, null);
    }

    private boolean ofRecord() {
      return getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type
          && type.getKind() == Tree.Kind.RECORD;
    }
  }

  /// A source file for the compiler, from memory.
  private static final class InMemory extends SimpleJavaFileObject {
    private final Source source;

    InMemory(Source source) {
      super(URI.create("memory:///" + source.path()), JavaFileObject.Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source.text();
    }
  }
}
