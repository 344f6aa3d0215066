package dev.weir.cli.generate;

/// Lines of a configuration under construction.
final class Lines {
  private final StringBuilder text = new StringBuilder();

  /// One that says by whom and for what it was made; `mark` begins a comment.
  static Lines headed(String mark, Family family, Plan plan) {
    var lines = new Lines();
    lines.add(mark + " Weir: what a router of the family " + family.word() + " diverts to");
    lines.add(mark + " " + plan.cacheList());
    return lines;
  }

  /// Adds a line.
  Lines add(String line) {
    text.append(line).append('\n');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
