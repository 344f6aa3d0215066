package dev.weir.lab.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The network on paper")
final class PlanTest {
  @Test
  @DisplayName("www.one.test hashes to bucket 234, as the sum on the screen says")
  void hashes() {
    OriginName name = OriginName.ALL.getFirst();

    assertThat(name.host()).isEqualTo("www.one.test");
    assertThat(name.sum()).isEqualTo("203 ^ 0 ^ 113 ^ 80");
    assertThat(name.bucket()).isEqualTo(203 ^ 0 ^ 113 ^ 80).isEqualTo(234);
  }

  @Test
  @DisplayName(
      "twelve names, each with an address of its own, four for each cache in blocks or turns")
  void spreads() {
    assertThat(OriginName.ALL).hasSize(12);
    assertThat(OriginName.ALL)
        .extracting(OriginName::address)
        .doesNotHaveDuplicates()
        .doesNotContain("203.0.113.0", "203.0.113.1", "203.0.113.255");
    var blocks =
        OriginName.ALL.stream()
            .collect(Collectors.groupingBy(o -> o.bucket() * 3 / 256, Collectors.counting()));
    var turns =
        OriginName.ALL.stream()
            .collect(Collectors.groupingBy(o -> o.bucket() % 3, Collectors.counting()));
    assertThat(blocks.values()).containsExactly(4L, 4L, 4L);
    assertThat(turns.values()).containsExactly(4L, 4L, 4L);
  }

  @Test
  @DisplayName("the URLs of a load are different, and each leads back to its name")
  void makesUrls() {
    List<String> urls = OriginName.urls(300);

    assertThat(urls).hasSize(300).doesNotHaveDuplicates();
    assertThat(urls).allMatch(url -> url.contains(OriginName.of(url).host()));
  }

  @Test
  @DisplayName(
      "a name with four addresses has one in each quarter of the buckets, and they are its own")
  void widens() {
    var others = new ArrayList<String>(RotatingName.ADDRESSES);
    OriginName.ALL.forEach(name -> others.add(name.address()));

    assertThat(WideName.ALL)
        .allSatisfy(name ->
            assertThat(name.addresses())
                .extracting(address -> new OriginName(name.host(), address).bucket() / 64)
                .containsExactlyInAnyOrder(0, 1, 2, 3))
        .flatExtracting(WideName::addresses)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(others);
  }

  @Test
  @DisplayName("everything is made in the lab's namespaces: no device on the host itself")
  void staysInside() {
    assertThat(Plan.namespaces()).hasSize(11).allMatch(name -> name.startsWith("weir-"));
    assertThat(Plan.commands())
        .allMatch(command ->
            command.startsWith("-n weir-")
                || command.matches("link add \\S+ netns weir-\\S+ type veth .* netns weir-\\S+"));
  }

  @Test
  @DisplayName("device names have at most 15 characters, as the kernel wants it")
  void namesFit() {
    assertThat(Plan.commands())
        .filteredOn(command -> command.contains("peer name"))
        .allSatisfy(command -> {
          List<String> words = List.of(command.split(" "));
          assertThat(words.get(2).length()).isLessThan(16);
          assertThat(words.get(words.indexOf("name") + 1).length()).isLessThan(16);
        });
  }
}
