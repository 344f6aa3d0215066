package dev.weir.lab.watch;

/// Something an operator is told, and what to do then.
///
/// @param name in CamelCase, the contract with whoever silences or routes it
/// @param severity how soon somebody has to look
/// @param expression in PromQL; what it yields is what is wrong
/// @param lasting for how long, such as `2m`
/// @param said what people read
/// @param shown whether the lab makes it fire
public record Alert(
    String name, Severity severity, String expression, String lasting, Said said, Shown shown) {

  /// How soon somebody has to look.
  public enum Severity {
    /// Now: clients are without the cache, or without the web.
    CRITICAL,
    /// Today.
    WARNING,
    /// With the next change.
    INFO
  }

  /// What people read.
  ///
  /// @param summary one sentence that is always the same
  /// @param description the same of this one, with its labels and its value
  /// @param page the runbook, below `docs/runbooks`
  /// @param dashboard the one that shows it, by its `uid`
  public record Said(String summary, String description, String page, String dashboard) {}

  /// Whether the lab makes an alert fire.
  public sealed interface Shown {
    /// It does: the fault, in words.
    record ByLab(String fault) implements Shown {}

    /// It does not: why.
    record NotByLab(String why) implements Shown {}
  }

  /// One that the lab's scenario `watched` makes fire.
  static Alert shown(
      String name, Severity severity, String expression, String lasting, Said said, String fault) {
    return new Alert(name, severity, expression, lasting, said, new Shown.ByLab(fault));
  }

  /// One that only `promtool test rules` makes fire.
  static Alert unshown(
      String name, Severity severity, String expression, String lasting, Said said, String why) {
    return new Alert(name, severity, expression, lasting, said, new Shown.NotByLab(why));
  }
}
