/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TestHeldOut {

  @Test
  void theShareIsKeptOnAverage() {
    for (double share : new double[] {0.05, 0.2, 0.5, 0.9}) {
      int heldOut = heldOut(share, 1, train(2000)).size();
      // Five standard deviations of a binomial.
      assertThat(heldOut / 2000.0)
          .isCloseTo(share, Offset.offset(5 * Math.sqrt(share * (1 - share) / 2000)));
    }
    assertThat(heldOut(0, 1, train(2000))).isEmpty();
  }

  @Test
  void theSeedAloneChooses() {
    Set<String> first = heldOut(0.3, 1, train(200));

    assertThat(heldOut(0.3, 1, train(200))).isEqualTo(first);
    assertThat(heldOut(0.3, 2, train(200))).isNotEqualTo(first);
    assertThat(heldOut(0.6, 1, train(200))).containsAll(first);
  }

  @Test
  void neitherOrderNorOtherClassesMatter() {
    List<Listed> images = train(200);
    Set<String> all = heldOut(0.3, 1, images);
    List<Listed> reversed = new ArrayList<>(images);
    Collections.reverse(reversed);

    assertThat(heldOut(0.3, 1, reversed)).isEqualTo(all);
    List<Listed> half = images.subList(0, images.size() / 2);
    Set<String> present = half.stream().map(Listed::className).collect(Collectors.toSet());
    assertThat(heldOut(0.3, 1, half))
        .isEqualTo(all.stream().filter(present::contains).collect(Collectors.toSet()));
  }

  @Test
  void noClassIsInTwoSplitsAndNoImageIsLost() {
    List<Listed> images = train(100);
    List<Listed> placed = placed(0.3, 1, images);

    assertThat(placed).extracting(Listed::id).isEqualTo(images.stream().map(Listed::id).toList());
    assertThat(classes(placed, Split.TEST)).isNotEmpty();
    assertThat(classes(placed, Split.TRAIN))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(classes(placed, Split.TEST));
    Listed moved = placed.stream().filter(i -> i.split() == Split.TEST).findFirst().orElseThrow();
    assertThat(moved.attributes()).containsExactly(Map.entry("camera", "c7"));
    assertThat(moved.place()).isEqualTo(images.get(0).place());
  }

  @Test
  void amountsMoveAsImagesDo() {
    List<Listed> images = train(100);
    HeldOut heldOut = HeldOut.of(0.3, new Seed(1), amounts(images).keySet());

    assertThat(heldOut.placed(amounts(images))).isEqualTo(amounts(placed(0.3, 1, images)));
  }

  @Test
  void classesUnderValidationStayAsTheyAre() {
    List<Listed> images = new ArrayList<>(train(100));
    Set<String> chosen = heldOut(0.3, 1, images);
    String kept = chosen.iterator().next();
    images.add(image(kept, Split.VALIDATION, 9));

    List<Listed> placed = placed(0.3, 1, images);

    assertThat(classes(placed, Split.TEST)).hasSize(chosen.size() - 1).doesNotContain(kept);
    assertThat(classes(placed, Split.TRAIN)).contains(kept);
    assertThat(classes(placed, Split.VALIDATION)).containsExactly(kept);
  }

  @Test
  void aSourceThatNamesTestImagesIsLeftAsItIs() {
    List<Listed> images = new ArrayList<>(train(100));
    images.add(image("other", Split.TEST, 0));

    assertThat(heldOut(0.5, 1, images)).containsExactly("other");
  }

  private static List<Listed> train(int classes) {
    return IntStream.range(0, 2 * classes)
        .mapToObj(i -> image("class " + i / 2, Split.TRAIN, i % 2))
        .toList();
  }

  private static Listed image(String className, Split split, int number) {
    String id = className + "/" + number;
    return new Listed(id, className, split, new FilePlace("file:/x", 1, 2), Map.of("camera", "c7"));
  }

  private static SortedMap<ClassKey, Amount> amounts(List<Listed> images) {
    TreeMap<ClassKey, Amount> amounts = new TreeMap<>();
    for (Listed image : images) {
      ClassKey key = new ClassKey(image.split(), image.className());
      amounts.merge(key, Amount.of(image), Amount::plus);
    }
    return amounts;
  }

  private static List<Listed> placed(double share, long seed, List<Listed> images) {
    HeldOut heldOut = HeldOut.of(share, new Seed(seed), amounts(images).keySet());
    return images.stream().map(heldOut::placed).toList();
  }

  private static Set<String> heldOut(double share, long seed, List<Listed> images) {
    return classes(placed(share, seed, images), Split.TEST);
  }

  private static Set<String> classes(List<Listed> images, Split split) {
    return images.stream()
        .filter(image -> image.split() == split)
        .map(Listed::className)
        .collect(Collectors.toSet());
  }
}
