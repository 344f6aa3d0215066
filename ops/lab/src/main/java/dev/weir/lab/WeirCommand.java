package dev.weir.lab;

import java.util.ArrayList;
import java.util.List;

/// How to start a Weir program: the lab puts its own JVM flags between the two parts.
///
/// @param jvm the JVM and its flags, such as `java --enable-native-access=ALL-UNNAMED`
/// @param main the class path and main class, such as `-cp PATH dev.weir.cli.Main`
public record WeirCommand(List<String> jvm, List<String> main) {
  /// Copies both parts.
  public WeirCommand {
    jvm = List.copyOf(jvm);
    main = List.copyOf(main);
  }

  /// The whole command with further JVM flags and the program's arguments.
  public List<String> line(List<String> flags, List<String> arguments) {
    var line = new ArrayList<>(jvm);
    line.addAll(flags);
    line.addAll(main);
    line.addAll(arguments);
    return List.copyOf(line);
  }
}
