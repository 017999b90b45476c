/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.imports.Samples.Collected;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TestHeldOutSource {

  @Test
  void theShareIsKeptOnAverage() throws Exception {
    for (double share : new double[] {0.05, 0.2, 0.5, 0.9}) {
      int heldOut = heldOut(share, 1, train(2000)).size();
      // Five standard deviations of a binomial.
      assertThat(heldOut / 2000.0)
          .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / 2000)));
    }
    assertThat(heldOut(0, 1, train(2000))).isEmpty();
  }

  @Test
  void theSeedAloneChooses() throws Exception {
    Set<String> first = heldOut(0.3, 1, train(200));

    assertThat(heldOut(0.3, 1, train(200))).isEqualTo(first);
    assertThat(heldOut(0.3, 2, train(200))).isNotEqualTo(first);
    assertThat(heldOut(0.6, 1, train(200))).containsAll(first);
  }

  @Test
  void neitherOrderNorOtherClassesMatter() throws Exception {
    List<RawImage> images = train(200);
    Set<String> all = heldOut(0.3, 1, images);
    List<RawImage> reversed = new ArrayList<>(images);
    Collections.reverse(reversed);

    assertThat(heldOut(0.3, 1, reversed)).isEqualTo(all);
    List<RawImage> half = images.subList(0, images.size() / 2);
    Set<String> present = half.stream().map(RawImage::className).collect(Collectors.toSet());
    assertThat(heldOut(0.3, 1, half))
        .isEqualTo(all.stream().filter(present::contains).collect(Collectors.toSet()));
  }

  @Test
  void noClassIsInTwoSplitsAndNoImageIsLost() throws Exception {
    List<RawImage> images = train(100);
    Collected found = read(0.3, 1, images);

    assertThat(found.ids()).isEqualTo(images.stream().map(RawImage::id).toList());
    assertThat(classes(found, Split.TEST)).isNotEmpty();
    assertThat(classes(found, Split.TRAIN))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(classes(found, Split.TEST));
    RawImage moved =
        found.images.stream().filter(i -> i.split() == Split.TEST).findFirst().orElseThrow();
    assertThat(moved.attributes()).containsExactly(Map.entry("camera", "c7"));
    assertThat(moved.encoded()).hasSize(1);
    assertThat(found.bad).hasSize(1);
    assertThat(found.ignored).isEqualTo(3);
  }

  @Test
  void classesUnderValidationStayAsTheyAre() throws Exception {
    List<RawImage> images = new ArrayList<>(train(100));
    Set<String> chosen = heldOut(0.3, 1, images);
    String kept = chosen.iterator().next();
    images.add(image(kept, Split.VALIDATION, 9));

    Collected found = read(0.3, 1, images);

    assertThat(classes(found, Split.TEST)).hasSize(chosen.size() - 1).doesNotContain(kept);
    assertThat(classes(found, Split.TRAIN)).contains(kept);
    assertThat(classes(found, Split.VALIDATION)).containsExactly(kept);
  }

  @Test
  void aSourceThatNamesTestImagesIsLeftAsItIs() throws Exception {
    List<RawImage> images = new ArrayList<>(train(100));
    images.add(image("other", Split.TEST, 0));

    assertThat(heldOut(0.5, 1, images)).containsExactly("other");
  }

  @Test
  void theShareAndTheSeedAreNamed() {
    assertThat(new HeldOutSource(new Given(List.of()), 0.2, new Seed(7)).settings())
        .containsOnly(Map.entry("import.test-classes", "0.2"), Map.entry("seed", "7"));
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  private static List<RawImage> train(int classes) {
    return IntStream.range(0, 2 * classes)
        .mapToObj(i -> image("class " + i / 2, Split.TRAIN, i % 2))
        .toList();
  }

  private static RawImage image(String className, Split split, int number) {
    String id = className + "/" + number;
    return new RawImage(id, className, split, new byte[1], Map.of("camera", "c7"));
  }

  private static Collected read(double share, long seed, List<RawImage> images) throws IOException {
    return Collected.from(new HeldOutSource(new Given(images), share, new Seed(seed)));
  }

  private static Set<String> heldOut(double share, long seed, List<RawImage> images)
      throws IOException {
    return classes(read(share, seed, images), Split.TEST);
  }

  private static Set<String> classes(Collected found, Split split) {
    return found.images.stream()
        .filter(image -> image.split() == split)
        .map(RawImage::className)
        .collect(Collectors.toSet());
  }

  /** Brings what it was given, one bad image and three ignored files. */
  private record Given(List<RawImage> images) implements Source {

    @Override
    public String description() {
      return "images in memory";
    }

    @Override
    public long estimatedCount() {
      return images.size();
    }

    @Override
    public Set<String> classes(Split split) {
      return images.stream()
          .filter(image -> image.split() == split)
          .map(RawImage::className)
          .collect(Collectors.toSet());
    }

    @Override
    public void read(Sink sink) throws IOException {
      for (RawImage image : images) {
        sink.image(image);
      }
      sink.bad(new Bad("none", Bad.Reason.EMPTY, "There is nothing"));
      sink.ignored(3);
    }
  }
}
