package dev.weir.node.proxy.access.list;

import dev.weir.cache.match.Regex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Expressions of RE2 that are searched in URLs, all of them together.
///
/// Each expression is tried only where a literal occurs without which it cannot be found, and an
/// [Automaton] finds all those literals in one pass. An expression without such a literal is tried
/// each time, so there are few of them. The time grows with the text, never faster, and ends with
/// [#SEARCHED_MAX]: whoever knows the list can write literals of it into a URL. Never changes; for
/// any thread.
public final class ExpressionSet {
  /// The most expressions of a list.
  public static final int COUNT_MAX = 1_000;

  /// The most expressions of a list that have no literal of their own.
  public static final int PLAIN_MAX = 4;

  /// How many characters are searched for one URL, which counts again for each expression that is
  /// tried: about a millisecond.
  static final int SEARCHED_MAX = 128 * 1024;

  /// Whether a URL has one of them.
  public enum Finding {
    /// It has.
    YES,
    /// It has none.
    NO,
    /// It has the literals of more expressions than are tried, and of those that were, none.
    UNSURE
  }

  /// Nothing.
  public static final ExpressionSet NONE = new Builder().build();

  private final List<Regex> expressions;
  private final Automaton literals;
  private final BitSet always;

  private ExpressionSet(List<Regex> expressions, Automaton literals, BitSet always) {
    this.expressions = List.copyOf(expressions);
    this.literals = literals;
    this.always = always;
  }

  /// Whether one of them is found in a URL.
  public Finding in(String url) {
    if (expressions.isEmpty()) {
      return Finding.NO;
    }
    BitSet tried = literals.in(url);
    tried.or(always);
    int left = Math.max(PLAIN_MAX, SEARCHED_MAX / Math.max(1, url.length()));
    for (int number = tried.nextSetBit(0); number >= 0; number = tried.nextSetBit(number + 1)) {
      if (left-- == 0) {
        return Finding.UNSURE;
      }
      if (expressions.get(number).isIn(url)) {
        return Finding.YES;
      }
    }
    return Finding.NO;
  }

  /// How many there are.
  public int count() {
    return expressions.size();
  }

  /// The memory of the automaton.
  public long bytes() {
    return literals.bytes();
  }

  /// Takes expressions in. Confined to one thread.
  public static final class Builder {
    /// Whether an expression was taken, or why not.
    public enum Taken {
      /// It was.
      YES,
      /// It is no expression of RE2, or too large a one.
      UNREADABLE,
      /// There are [ExpressionSet#COUNT_MAX].
      TOO_MANY,
      /// It has no literal of three letters, and so have [ExpressionSet#PLAIN_MAX] others.
      TOO_PLAIN
    }

    private final List<Regex> expressions = new ArrayList<>();
    private final Map<String, BitSet> literals = new HashMap<>();
    private final BitSet always = new BitSet();

    /// Takes an expression.
    public Taken add(String text) {
      Optional<Regex> expression = Regex.isModest(text) ? Regex.of(text) : Optional.empty();
      if (expression.isEmpty()) {
        return Taken.UNREADABLE;
      }
      if (expressions.size() == COUNT_MAX) {
        return Taken.TOO_MANY;
      }
      Set<String> needed = Literals.of(text);
      if (needed.isEmpty() && always.cardinality() == PLAIN_MAX) {
        return Taken.TOO_PLAIN;
      }
      int number = expressions.size();
      expressions.add(expression.get());
      needed.forEach(literal -> literals.computeIfAbsent(literal, _ -> new BitSet()).set(number));
      always.set(number, needed.isEmpty());
      return Taken.YES;
    }

    /// All of them.
    public ExpressionSet build() {
      return new ExpressionSet(expressions, new Automaton(literals), (BitSet) always.clone());
    }
  }
}
