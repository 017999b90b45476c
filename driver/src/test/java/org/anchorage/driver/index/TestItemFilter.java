/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TestItemFilter {

  private static IndexedItem item(String className, Map<String, String> attributes) {
    return new IndexedItem("id", className, "train", new TreeMap<>(attributes), null);
  }

  @Test
  void readsConditions() {
    ItemFilter filter = ItemFilter.parse("class=shoes, colour=red|dark blue,size!=9");

    assertThat(filter.conditions())
        .containsExactly(
            new ItemFilter.Condition("class", Set.of("shoes"), false),
            new ItemFilter.Condition("colour", Set.of("red", "dark blue"), false),
            new ItemFilter.Condition("size", Set.of("9"), true));
    assertThat(ItemFilter.parse("  ")).isEqualTo(ItemFilter.ALL);
    assertThat(ItemFilter.ALL.and("class", Set.of("shoes")))
        .isEqualTo(ItemFilter.parse("class=shoes"));
  }

  @Test
  void aBackslashTakesTheMeaningAway() {
    assertThat(ItemFilter.parse("a\\=b=c\\,d\\|e|f\\\\g").conditions())
        .containsExactly(new ItemFilter.Condition("a=b", Set.of("c,d|e", "f\\g"), false));
  }

  @Test
  void blanksAtTheEndsAreKeptBehindABackslash() {
    assertThat(ItemFilter.parse(" a =\\  red | blue\\ | \\ ,b\\! = x, c !=\\\\ ").conditions())
        .containsExactly(
            new ItemFilter.Condition("a", Set.of("  red", "blue ", " "), false),
            new ItemFilter.Condition("b!", Set.of("x"), false),
            new ItemFilter.Condition("c", Set.of("\\"), true));
  }

  @Test
  void admitsWhatMeetsAllConditions() {
    ItemFilter filter = ItemFilter.parse("class=shoes,colour=red|blue,size!=9");

    assertThat(filter.admits(item("shoes", Map.of("colour", "red", "size", "8")))).isTrue();
    assertThat(filter.admits(item("shoes", Map.of("colour", "blue")))).isTrue();
    assertThat(filter.admits(item("shoes", Map.of("colour", "blue", "size", "9")))).isFalse();
    assertThat(filter.admits(item("shoes", Map.of("colour", "green")))).isFalse();
    assertThat(filter.admits(item("shoes", Map.of()))).isFalse();
    assertThat(filter.admits(item("hats", Map.of("colour", "red")))).isFalse();
    assertThat(ItemFilter.parse("split=train").admits(item("a", Map.of()))).isTrue();
    assertThat(ItemFilter.ALL.admits(item("a", Map.of()))).isTrue();
  }

  @Test
  void refusesWhatIsNoFilter() {
    assertThatThrownBy(() -> ItemFilter.parse("class=a,red"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot read the condition 'red' of the filter 'class=a,red'")
        .hasMessageContaining("write NAME=VALUE");
    assertThatThrownBy(() -> ItemFilter.parse("a=b=c"))
        .hasMessageContaining("Cannot read the condition 'a=b=c'");
    assertThatThrownBy(() -> ItemFilter.parse("=b")).hasMessageContaining("names nothing");
    assertThatThrownBy(
            () -> ItemFilter.parse("size=9").require(new TreeSet<>(Set.of("colour", "brand"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "No item has an attribute 'size' to filter by; there are class, split, brand, colour");
  }
}
