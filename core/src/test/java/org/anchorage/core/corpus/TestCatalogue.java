/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
    ItemFacts facts = new ListedItems(ITEMS);
    assertThat(facts.idsOf(new int[] {3, 0})).containsExactly("c/3", "B/0");
    assertThat(facts.rowsOf(List.of("c/3", "nobody", "B/0"))).containsExactly(3, -1, 0);
    assertThat(catalogue.split(0)).isEqualTo(Split.VALIDATION);
    assertThat(catalogue.split(3)).isEqualTo(Split.TRAIN);
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
      assertThat(other.split(row)).isEqualTo(one.split(row));
      assertThat(other.label(row)).isEqualTo(one.label(row));
    }
  }

  /** Any order of rows can be written as runs, of one item each at worst. */
  @Test
  void runsAreTheSameAsACodeForEachRow() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 50; trial++) {
      List<Catalogue.Run> runs = new ArrayList<>();
      List<Item> items = new ArrayList<>();
      for (int run = random.nextInt(12); run > 0; run--) {
        Split split = List.of(Split.values()).get(random.nextInt(3));
        Catalogue.Run next =
            new Catalogue.Run(split, "c" + random.nextInt(4), 1 + random.nextInt(5));
        runs.add(next);
        for (int i = 0; i < next.items(); i++) {
          items.add(item("id-%03d".formatted(items.size()), next.className(), split));
        }
      }
      assertSame(Catalogue.ofRuns(runs), Catalogue.of(items));
    }
  }

  private static void assertSame(Catalogue catalogue, Catalogue twin) {
    assertThat(catalogue.size()).isEqualTo(twin.size());
    assertThat(catalogue.classCount()).isEqualTo(twin.classCount());
    for (Split split : Split.values()) {
      assertThat(catalogue.rows(split)).isEqualTo(twin.rows(split));
    }
    for (int row = 0; row < twin.size(); row++) {
      assertThat(catalogue.label(row)).isEqualTo(twin.label(row));
      assertThat(catalogue.split(row)).isEqualTo(twin.split(row));
      assertThat(catalogue.className(catalogue.label(row)))
          .isEqualTo(twin.className(twin.label(row)));
    }
  }

  private static int written(Catalogue catalogue) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(catalogue);
    }
    return bytes.size();
  }

  /** What is serialised is all that is held. */
  @Test
  void itHoldsFourBytesAnItemOrEightBytesARun() throws IOException {
    List<String> names = List.of("a", "b");
    int none = written(Catalogue.ofCodes(names, new int[0]));
    assertThat(written(Catalogue.ofCodes(names, new int[100_000])) - none).isEqualTo(400_000);

    Catalogue.Run a = new Catalogue.Run(Split.TRAIN, "a", 50_000_000);
    Catalogue.Run b = new Catalogue.Run(Split.TRAIN, "b", 50_000_000);
    int one = written(Catalogue.ofRuns(List.of(a)));
    assertThat(written(Catalogue.ofRuns(List.of(a, a)))).isEqualTo(one);
    int two = written(Catalogue.ofRuns(List.of(a, b)));
    assertThat(written(Catalogue.ofRuns(List.of(a, b, a))) - two).isEqualTo(8);
  }

  @Test
  void refusesRowsThatAreNotThereAndRunsWithoutItems() {
    Catalogue catalogue = Catalogue.ofRuns(List.of(new Catalogue.Run(Split.TEST, "a", 2)));
    assertThatThrownBy(() -> catalogue.label(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> catalogue.split(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Catalogue.Run(Split.TEST, "a", 0))
        .hasMessage("A run of class 'a' has 0 items; a run has at least 1");
    Catalogue.Run half = new Catalogue.Run(Split.TEST, "a", 1 << 30);
    assertThatThrownBy(() -> Catalogue.ofRuns(List.of(half, half)))
        .isInstanceOf(ArithmeticException.class);
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
