package dev.weir.node.ownership.home;

import static dev.weir.node.ownership.Given.START;
import static dev.weir.node.ownership.Given.echo;
import static dev.weir.node.ownership.Given.node;
import static dev.weir.node.ownership.Given.round;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.Succession;
import dev.weir.node.ownership.home.Directory.Answer;
import dev.weir.node.ownership.home.HomeMessage.WhereIs;
import dev.weir.wccp.assignment.BucketSet;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class DirectoryTest {
  private static final Inet4Address US = node(1);
  private static final Inet4Address OTHER = node(2);
  private static final Inet4Address THIRD = node(3);
  private static final long HOST = 5; // its directory bucket is 0
  private final Succession succession = new Succession(US, Set.of(US, OTHER, THIRD));
  private final KnownHosts known = new KnownHosts();
  private final Directory directory = new Directory(US, known);

  @Test
  @DisplayName("who asks first proposes, and all others are told that")
  void firstProposal() {
    Epoch epoch = alone();
    assertThat(ask(epoch, Optional.empty())).isEqualTo(new Answer.NotHere());
    assertThat(ask(epoch, Optional.of(9))).isEqualTo(new Answer.Home(9));
    assertThat(ask(epoch, Optional.of(10))).isEqualTo(new Answer.Home(9));
    assertThat(ask(epoch, Optional.empty())).isEqualTo(new Answer.Home(9));
  }

  @Test
  @DisplayName("a node that is not the directory of a name says so, and keeps no proposal")
  void notHere() {
    Epoch epoch = begin(2, OTHER, US);
    assertThat(ask(epoch, Optional.of(9))).isEqualTo(new Answer.NotHere());
    assertThat(known.count()).isZero();
  }

  @Test
  @DisplayName("a directory bucket that has come is asked for before it is spoken for")
  void recalled() {
    begin(2, OTHER, US, THIRD);
    Epoch epoch = look(3, US, OTHER, THIRD);
    List<Directory.Recall> recalls = directory.enter(epoch);
    assertThat(recalls).contains(new Directory.Recall(0, Set.of(OTHER, THIRD)));
    assertThat(ask(epoch, Optional.of(9))).isEqualTo(new Answer.Later());

    directory.told(epoch, only(0), THIRD, records(HOST, 8));
    directory.told(epoch, only(0), OTHER, records(HOST, 7));
    directory.settle(0);
    assertThat(ask(epoch, Optional.of(9)))
        .as("the former directory is right where they differ")
        .isEqualTo(new Answer.Home(7));
  }

  @Test
  @DisplayName("when the former directory is dead, what others remember counts, then the proposal")
  void remembered() {
    begin(2, OTHER, US, THIRD);
    Epoch epoch = look(3, US, OTHER, THIRD);
    directory.enter(epoch);
    directory.told(epoch, only(0), THIRD, records(HOST, 8));
    directory.settle(0);
    assertThat(ask(epoch, Optional.of(9))).isEqualTo(new Answer.Home(8));
    assertThat(directory.answer(epoch, new WhereIs(HOST + 1, Optional.of(9))))
        .isEqualTo(new Answer.Home(9));
  }

  @Test
  @DisplayName("an epoch that was read in the grid begins no second time when routers echo it")
  void onceOnly() {
    Epoch epoch = alone();
    assertThat(ask(epoch, Optional.of(9))).isEqualTo(new Answer.Home(9));
    assertThat(directory.enter(epoch)).isEmpty();
    assertThat(ask(epoch, Optional.of(10))).isEqualTo(new Answer.Home(9));
  }

  @Test
  @DisplayName("records of other directory buckets are not taken")
  void othersRecords() {
    begin(2, OTHER, US);
    Epoch epoch = look(3, US, OTHER);
    directory.enter(epoch);
    directory.told(epoch, only(1), OTHER, records(HOST, 7));
    assertThat(known.find(HOST)).isEmpty();
  }

  @Test
  @DisplayName("a bucket that stays is spoken for without a pause, and its hosts stay confirmed")
  void stays() {
    Epoch first = alone();
    ask(first, Optional.of(9));
    Epoch second = look(2, US, OTHER);
    directory.enter(second);
    assertThat(ask(second, Optional.of(1))).isEqualTo(new Answer.Home(9));
    assertThat(known.find(HOST)).contains(new KnownHosts.Known(9, true));
  }

  @Test
  @DisplayName("ADR-0032 born anew: no home for a new host until each owner has told what it knows")
  void reborn() {
    Epoch epoch = begin(5, US, OTHER, THIRD);
    directory.told(epoch, only(0), OTHER, records(HOST + 1, 7, true));
    assertThat(directory.answer(epoch, new WhereIs(HOST + 1, Optional.of(9))))
        .as("what somebody goes by is told")
        .isEqualTo(new Answer.Home(7));
    assertThat(ask(epoch, Optional.of(9))).isEqualTo(new Answer.NotHere());
    assertThat(directory.unheard()).contains(new Directory.Recall(0, Set.of(THIRD)));

    directory.told(epoch, only(0), THIRD, records(HOST, 8, true));
    assertThat(ask(epoch, Optional.of(9))).isEqualTo(new Answer.Home(8));
    assertThat(directory.answer(epoch, new WhereIs(HOST + 2, Optional.of(9))))
        .isEqualTo(new Answer.Home(9));
    assertThat(directory.isReborn(epoch, 0)).isFalse();
  }

  @Test
  @DisplayName("ADR-0032 who owns nothing any more is not waited for; who comes to own is")
  void rebornInNextEpoch() {
    begin(5, US, OTHER);
    Epoch without = begin(6, US, US);
    assertThat(ask(without, Optional.of(9))).isEqualTo(new Answer.Home(9));

    var again = new Directory(US, new KnownHosts());
    var fresh = new Succession(US, Set.of(US, OTHER, THIRD));
    again.enter(fresh.look(echo(round(5, US, OTHER)), START).orElseThrow());
    Epoch with = fresh.look(echo(round(6, US, THIRD)), START).orElseThrow();
    again.enter(with);
    again.settle(0);
    assertThat(again.unheard()).contains(new Directory.Recall(0, Set.of(THIRD)));
    assertThat(again.answer(with, new WhereIs(HOST, Optional.of(9))))
        .isEqualTo(new Answer.NotHere());
  }

  @Test
  @DisplayName("ADR-0032 what others only remember is no home until all have told")
  void remembersLast() {
    Epoch epoch = begin(5, US, OTHER, THIRD);
    directory.told(epoch, only(0), OTHER, records(HOST, 7, false));
    assertThat(ask(epoch, Optional.of(9))).isEqualTo(new Answer.NotHere());
    directory.told(epoch, only(0), THIRD, records(HOST, 8, true));
    assertThat(ask(epoch, Optional.of(9))).isEqualTo(new Answer.Home(8));
  }

  @Test
  @DisplayName("ADR-0032 a node that owns nothing goes by nothing that it was told before")
  void givenUp() {
    begin(2, OTHER, US);
    known.confirm(HOST, 7);
    begin(3, OTHER, OTHER);
    assertThat(known.find(HOST)).contains(new KnownHosts.Known(7, false));
    known.confirm(HOST, 7);
    begin(4, OTHER, US);
    assertThat(known.find(HOST)).as("told meanwhile").contains(new KnownHosts.Known(7, false));
  }

  private Epoch alone() {
    Epoch epoch = look(1, US);
    assertThat(directory.enter(epoch)).isEmpty();
    return epoch;
  }

  private Epoch begin(long number, Inet4Address... nodes) {
    Epoch epoch = look(number, nodes);
    directory.enter(epoch).forEach(recall -> directory.settle(recall.bucket()));
    return epoch;
  }

  private Epoch look(long number, Inet4Address... nodes) {
    return succession.look(echo(round(number, nodes)), START).orElseThrow();
  }

  private Answer ask(Epoch epoch, Optional<Integer> proposed) {
    return directory.answer(epoch, new WhereIs(HOST, proposed));
  }

  private static HomeRecords records(long host, int home) {
    return records(host, home, false);
  }

  private static HomeRecords records(long host, int home, boolean confirmed) {
    return new HomeRecords(new long[] {host}, new byte[] {(byte) home}, new boolean[] {confirmed});
  }

  private static BucketSet only(int bucket) {
    return BucketSet.of(IntStream.of(bucket));
  }
}
