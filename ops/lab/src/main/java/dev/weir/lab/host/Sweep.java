package dev.weir.lab.host;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Takes away what a lab made, by what is written in its state folder and nothing else.
///
/// Used at the end of a run and at the start of the next, whatever happened in between. Doing it
/// twice is harmless.
public final class Sweep {
  private final StateFolder state;

  /// A sweep of what the given folder remembers.
  public Sweep(StateFolder state) {
    this.state = state;
  }

  /// Ends the children, deletes the namespaces with every device and rule in them, then the files.
  public void clean() throws IOException, InterruptedException {
    endChildren();
    List<StateFolder.Made> made = state.made().reversed();
    for (StateFolder.Made one : made) {
      if (one instanceof StateFolder.Made.Namespace(String name)) {
        Shell.run("ip", "netns", "del", name);
      }
    }
    for (StateFolder.Made one : made) {
      if (one instanceof StateFolder.Made.PathMade(Path path)) {
        delete(path);
      }
    }
  }

  /// Ends every living child: asks first, and after two seconds does not ask any more.
  private void endChildren() throws IOException, InterruptedException {
    List<ProcessIdentity> living =
        state.children().stream().filter(ProcessIdentity::lives).toList();
    for (ProcessIdentity child : living) {
      ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroy);
    }
    long until = System.nanoTime() + 2_000_000_000L;
    while (System.nanoTime() < until && living.stream().anyMatch(ProcessIdentity::lives)) {
      Thread.sleep(10);
    }
    for (ProcessIdentity child : living) {
      child.kill();
    }
  }

  /// A folder that somebody else put something into stays.
  private static void delete(Path path) throws IOException {
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException _) {
      return;
    }
  }

  /// What is still there of what was made: one line each, empty when nothing is left.
  public List<String> left() throws IOException, InterruptedException {
    var left = new ArrayList<String>();
    for (ProcessIdentity child : state.children()) {
      if (child.lives()) {
        left.add("process " + child.pid());
      }
    }
    List<String> namespaces = namespaces();
    for (StateFolder.Made one : state.made()) {
      switch (one) {
        case StateFolder.Made.Namespace(String name) when namespaces.contains(name) ->
            left.add("namespace " + name);
        case StateFolder.Made.PathMade(Path path) when Files.exists(path) ->
            left.add("file " + path);
        case StateFolder.Made.Namespace _, StateFolder.Made.PathMade _ -> {}
      }
    }
    return left;
  }

  /// The names of the network namespaces that exist now.
  private static List<String> namespaces() throws InterruptedException {
    return Shell.run("ip", "netns", "list")
        .out()
        .lines()
        .map(line -> line.split(" ", -1)[0])
        .toList();
  }
}
