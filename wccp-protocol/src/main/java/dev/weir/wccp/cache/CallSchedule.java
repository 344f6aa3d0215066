package dev.weir.wccp.cache;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.negotiation.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a HERE_I_AM goes to one router, or to one group of them, and which are unanswered (§4.1).
///
/// Confined to its [CacheGroup].
final class CallSchedule {
  /// At most this many of our messages are taken to be unanswered: those of one query's burst.
  private static final int UNANSWERED_MAX = 3;

  private static final int ANSWERS_TO_QUERY = 3;

  /// How many early messages may follow an answer that is missing.
  private static final int EARLY_MAX = 6;

  /// How long what has waited in the socket of a process that slept is read.
  private static final Duration AWAKENING = Duration.ofMillis(100);

  private Instant calledAt;
  private Instant nextCall;
  private Instant answerableFrom;
  private int unanswered;
  private int open;
  private int sinceAnswer;
  private int answersLeft;
  private Optional<Message> answer = Optional.empty();

  CallSchedule(Instant now) {
    this.calledAt = now;
    this.nextCall = now;
    this.answerableFrom = now;
  }

  boolean due(Instant now) {
    return !now.isBefore(nextCall);
  }

  Instant next() {
    return nextCall;
  }

  /// How many messages went out since the last answer.
  int sinceAnswer() {
    return sinceAnswer;
  }

  boolean awaitsAnswer() {
    return unanswered > 0;
  }

  /// Whether an answer may still be on its way, which would make the last receive id out of date.
  /// What was lost before must not count: with several routers some exchange would always be open,
  /// and no table ever go out.
  boolean exchanging(Timers timers, Instant now) {
    return open > 0 && now.isBefore(settledAt(timers));
  }

  /// From when on our last message is taken to be lost if it is unanswered.
  Instant settledAt(Timers timers) {
    return calledAt.plus(timers.early());
  }

  /// The message that answers a query for the second and third time: the same as the first.
  Optional<Message> answerAgain() {
    return answersLeft > 0 ? answer : Optional.empty();
  }

  /// Notes that a message has gone out, and when the next one goes. `early` says that an answer is
  /// missed that should have come: then the next one goes after half an interval.
  void called(Message message, boolean early, Timers timers, Instant now) {
    open = exchanging(timers, now) ? open + 1 : 1;
    calledAt = now;
    unanswered = Math.min(unanswered + 1, UNANSWERED_MAX);
    sinceAnswer++;
    answersLeft = Math.max(0, answersLeft - 1);
    answer = answersLeft > 0 ? Optional.of(message) : Optional.empty();
    var pause = early && sinceAnswer < EARLY_MAX ? timers.early() : timers.transmit();
    nextCall = now.plus(answersLeft > 0 ? timers.answerSpacing() : pause);
  }

  /// Notes an answer; the next message goes one interval after the last one.
  void answered(Timers timers) {
    unanswered = Math.max(0, unanswered - 1);
    open = Math.max(0, open - 1);
    sinceAnswer = 0;
    callBy(calledAt.plus(timers.transmit()));
  }

  /// Takes in a query; false when the router was answered less than half an interval ago.
  boolean queried(Timers timers, Instant now) {
    if (now.isBefore(answerableFrom)) {
      return false;
    }
    answersLeft = ANSWERS_TO_QUERY;
    answer = Optional.empty();
    answerableFrom = now.plus(timers.early());
    nextCall = now;
    return true;
  }

  /// A query has been answered often enough.
  void endAnswers() {
    answersLeft = 0;
  }

  void callBy(Instant latest) {
    nextCall = latest.isBefore(nextCall) ? latest : nextCall;
  }

  /// The next moment at which a message may go out of turn: no two are closer than the answers to a
  /// query, however many ask for one.
  Instant soonest(Timers timers, Instant now) {
    var spaced = calledAt.plus(timers.answerSpacing());
    return spaced.isAfter(now) ? spaced : now;
  }

  /// Says nothing of its own accord: only queries are answered.
  void rest() {
    nextCall = answersLeft > 0 ? nextCall : Instant.MAX;
  }

  /// Says nothing before then.
  void pauseUntil(Instant then) {
    nextCall = then;
    unanswered = 0;
    open = 0;
    answersLeft = 0;
  }

  /// Whatever comes now answers nothing; the next message goes out a moment later.
  void askAgain(Instant now) {
    forget();
    if (!nextCall.equals(Instant.MAX)) {
      nextCall = now.plus(AWAKENING);
    }
  }

  /// Nothing is on its way any longer.
  void forget() {
    unanswered = 0;
    open = 0;
    sinceAnswer = 0;
    answersLeft = 0;
  }
}
