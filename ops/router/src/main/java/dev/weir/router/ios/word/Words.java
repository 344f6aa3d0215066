package dev.weir.router.ios.word;

import java.net.Inet4Address;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One line, read word by word from the left.
///
/// A keyword may be shortened to any beginning that fits no other keyword at its place; a keyword
/// written in full always fits. Case does not matter. A word that begins with `!` ends the line.
public final class Words {
  private static final Pattern QUAD =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

  private final List<String> words;
  private final boolean undo;
  private int next;

  private Words(List<String> words, boolean undo, int next) {
    this.words = words;
    this.undo = undo;
    this.next = next;
  }

  /// The words of a line that is not blank. A leading `no` makes it an undoing line.
  public static Words of(String line) {
    List<String> words = Arrays.asList(line.strip().split("\\s+"));
    boolean undo = "no".equalsIgnoreCase(words.getFirst());
    return new Words(words, undo, undo ? 1 : 0);
  }

  /// Whether the line began with `no`.
  public boolean undo() {
    return undo;
  }

  /// Whether no word is left.
  public boolean isEnd() {
    return next >= words.size() || words.get(next).startsWith("!");
  }

  /// Whether the next word is a number.
  public boolean isNumber() {
    return !isEnd() && DIGITS.matcher(words.get(next)).matches();
  }

  /// Whether the next word is written like an address.
  public boolean isAddress() {
    return !isEnd() && QUAD.matcher(words.get(next)).matches();
  }

  /// Whether there is a next word that passes a test, in lower case.
  public boolean isWord(Predicate<String> test) {
    return !isEnd() && test.test(words.get(next).toLowerCase(Locale.ROOT));
  }

  /// Whether the next word is, or begins, one of these keywords.
  public boolean fits(String... keywords) {
    return isWord(word -> Arrays.stream(keywords).anyMatch(keyword -> keyword.startsWith(word)));
  }

  /// The one of these keywords that comes next.
  public String choose(String... keywords) throws Refused {
    if (isEnd()) {
      throw refused("the line ends too early", "go on with " + oneOf(keywords));
    }
    Optional<String> chosen = find(keywords);
    if (chosen.isEmpty()) {
      throw refused(quoted() + " is not understood here", "write " + oneOf(keywords));
    }
    next++;
    return chosen.get();
  }

  /// Takes this keyword if it comes next.
  public boolean take(String keyword) throws Refused {
    if (isEnd() || find(keyword).isEmpty()) {
      return false;
    }
    next++;
    return true;
  }

  /// A name: one word of any characters, as it stands.
  public String name(String what) throws Refused {
    if (next >= words.size()) {
      throw refused("the " + what + " is missing", "write it at the end of the line");
    }
    return words.get(next++);
  }

  /// A number.
  public int number(String what, int least, int most) throws Refused {
    String word = name(what);
    int number = DIGITS.matcher(word).matches() ? Integer.parseInt(word) : -1;
    if (number < least || number > most) {
      next--;
      throw refused(
          "the " + what + " " + quoted() + " is not in " + least + ".." + most,
          "write a number from " + least + " to " + most);
    }
    return number;
  }

  /// An IPv4 address.
  public Inet4Address address(String what) throws Refused {
    String word = name(what);
    if (!QUAD.matcher(word).matches()
        || !Arrays.stream(word.split("\\.", -1)).allMatch(part -> Integer.parseInt(part) < 256)) {
      next--;
      throw refused(
          "the " + what + " " + quoted() + " is not an IPv4 address",
          "write four numbers 0-255, such as 192.0.2.11");
    }
    return Inet4Address.ofLiteral(word);
  }

  /// Everything that is left, as one text.
  public String rest() {
    String rest = String.join(" ", words.subList(Math.min(next, words.size()), words.size()));
    next = words.size();
    return rest;
  }

  /// Refuses a word too many.
  public void end() throws Refused {
    if (!isEnd()) {
      throw refused(quoted() + " is one word too many", "end the line before it");
    }
  }

  /// A refusal at this place of the line.
  public Refused refused(String reason, String remedy) {
    return new Refused(reason, remedy, next);
  }

  private Optional<String> find(String... keywords) throws Refused {
    String word = words.get(next).toLowerCase(Locale.ROOT);
    List<String> fitting =
        Arrays.stream(keywords).filter(keyword -> keyword.startsWith(word)).toList();
    if (fitting.contains(word)) {
      return Optional.of(word);
    }
    if (fitting.size() > 1) {
      throw refused(
          quoted() + " fits several words", "write " + oneOf(fitting.toArray(new String[0])));
    }
    return fitting.stream().findFirst();
  }

  private String quoted() {
    return "\"" + words.get(next) + "\"";
  }

  private static String oneOf(String... keywords) {
    int last = keywords.length - 1;
    return last == 0
        ? keywords[0]
        : String.join(", ", Arrays.asList(keywords).subList(0, last)) + " or " + keywords[last];
  }
}
