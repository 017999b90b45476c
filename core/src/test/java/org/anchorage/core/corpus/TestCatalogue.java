/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestCatalogue {

  private static Item item(String id, String className, Split split) {
    return new Item(id, className, split, "shard-0", 0, 28, 28, "00", Map.of());
  }

  private static final List<Item> ITEMS =
      List.of(
          item("b/2", "b", Split.TEST),
          item("a/1", "z", Split.TRAIN),
          item("c/3", "b", Split.TRAIN),
          item("B/0", "a", Split.VALIDATION));

  @Test
  void rowsGoByIdAndLabelsByClassName() {
    Catalogue catalogue = Catalogue.of(ITEMS);
    assertThat(catalogue.size()).isEqualTo(4);
    assertThat(List.of(catalogue.item(0).id(), catalogue.item(3).id()))
        .containsExactly("B/0", "c/3");
    assertThat(catalogue.labels(new int[] {0, 1, 2, 3})).containsExactly(0, 2, 1, 1);
    assertThat(catalogue.label(1)).isEqualTo(2);
    assertThat(catalogue.classCount()).isEqualTo(3);
    assertThat(catalogue.className(2)).isEqualTo("z");
    assertThat(catalogue.rows(Split.TRAIN)).containsExactly(1, 3);
    assertThat(catalogue.rows(Split.TEST)).containsExactly(2);
  }

  @Test
  void orderOfItemsDoesNotMatter() {
    List<Item> reversed = new ArrayList<>(ITEMS);
    Collections.reverse(reversed);
    Catalogue one = Catalogue.of(ITEMS);
    Catalogue other = Catalogue.of(reversed);
    for (int row = 0; row < one.size(); row++) {
      assertThat(other.item(row)).isEqualTo(one.item(row));
      assertThat(other.label(row)).isEqualTo(one.label(row));
    }
  }

  @Test
  void refusesTwoItemsOfOneId() {
    List<Item> twice = List.of(ITEMS.get(0), ITEMS.get(1), item("b/2", "a", Split.TRAIN));
    assertThatThrownBy(() -> Catalogue.of(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Two items have the id 'b/2'; ids must be unique in a corpus");
  }

  @Test
  void emptyCatalogue() {
    Catalogue catalogue = Catalogue.of(List.of());
    assertThat(catalogue.size()).isZero();
    assertThat(catalogue.classCount()).isZero();
    assertThat(catalogue.rows(Split.TRAIN)).isEmpty();
  }

  @Test
  void itemsKeepTheirAttributes() {
    Map<String, String> attributes = new HashMap<>(Map.of("camera", "c1"));
    Item item = new Item("a", "a", Split.TRAIN, "s", 0, 1, 1, "00", attributes);
    attributes.clear();
    assertThat(item.attributes()).containsEntry("camera", "c1");
  }

  @Test
  void splitsAreReadAsWritten() {
    for (Split split : Split.values()) {
      assertThat(Split.of(split.written())).isEqualTo(split);
    }
    assertThat(Split.of(" Val ")).isEqualTo(Split.VALIDATION);
    assertThatThrownBy(() -> Split.of("query"))
        .hasMessage("No split is called 'query'; use train, validation or test");
  }
}
