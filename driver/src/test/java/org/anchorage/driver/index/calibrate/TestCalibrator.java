/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.index.Thresholds.Point;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.index.log.Verification;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCalibrator {

  private static final Configuration HADOOP = new Configuration();
  private static final double EXACTLY = 1e-12;

  @TempDir Path directory;

  private Index open(SampleLine items) {
    return Index.open(items.write(directory.resolve("index"), "a network"), HADOOP, 1);
  }

  private static Thresholds results(Index index, String split, int nearest, int pairs) {
    return new Calibrator(index, HADOOP)
        .ofResults(new Drawing(split, nearest, pairs, 7), List.of());
  }

  private static void assertPoint(
      Point point, double distance, double precision, double recall, double f1) {
    assertThat(point.distance()).isEqualTo(distance);
    assertThat(point.precision()).isCloseTo(precision, within(EXACTLY));
    assertThat(point.recall()).isCloseTo(recall, within(EXACTLY));
    assertThat(point.f1()).isCloseTo(f1, within(EXACTLY));
  }

  @Test
  void precisionIsThatOfTheResultsOfSearches() {
    SampleLine items = SampleLine.byHand();
    try (Index index = open(items)) {
      // By hand, with the two nearest. a0: a1 at 1, a2 at 3. a1: a0 at 1, a2 at 2. a2: b0 at 1, a1
      // at 2. b0: a2 at 1, a1 at 3 (b1 at 3 comes later in the index). b1: b0 at 3, a2 at 4.
      // Each a has two classmates and each b one: 8 pairs are to be found.
      Thresholds of = new Calibrator(index, HADOOP).ofResults(all(2), List.of());
      assertThat(of.points()).hasSize(4);
      assertPoint(of.points().get(0), 1, 0.5, 0.25, 1 / 3.0);
      assertPoint(of.points().get(1), 2, 4 / 6.0, 0.5, 4 / 7.0);
      assertPoint(of.points().get(2), 3, 6 / 9.0, 0.75, 12 / 17.0);
      assertPoint(of.points().get(3), 4, 6 / 10.0, 0.75, 2 / 3.0);
      assertThat(of.best()).contains(of.points().get(2));
      assertThat(of.reaching(0.6)).contains(of.points().get(3));
      assertThat(of.reaching(0.65)).contains(of.points().get(2));
      assertThat(of.reaching(0.7)).isEmpty();
      assertThat(of.origin())
          .isEqualTo(
              new Thresholds.Origin(
                  "results", "", 2, 5, 6, 4, 0.6, index.info().model(), "1.0", 6));
    }
  }

  /** All items are searched by, though there is a split "test". */
  private static Drawing all(int nearest) {
    return new Drawing(Drawing.ALL, nearest, 1000, 7);
  }

  @Test
  void itemsOfTheSplitTestAreSearchedByUnlessAnotherIsNamed() {
    try (Index index = open(SampleLine.byHand())) {
      Thresholds test = results(index, "", 2, 1000);
      assertThat(test.origin().split()).isEqualTo("test");
      assertThat(test.origin().items()).isEqualTo(2);
      // a2: b0 at 1, a1 at 2. b0: a2 at 1, a1 at 3.
      assertPoint(test.points().get(0), 1, 0, 0, 0);
      assertPoint(test.points().get(1), 2, 1 / 3.0, 1 / 3.0, 1 / 3.0);
      assertThat(results(index, "train", 2, 1000).origin().items()).isEqualTo(3);
      assertThat(results(index, "train", 2, 4).origin().items()).isEqualTo(2);
      assertThatThrownBy(() -> results(index, "other", 2, 1000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "has a class and the split 'other'; there are the splits test, train");
    }
  }

  /** Many items at few places, so that many distances are equal. */
  private static SampleLine grid(int count) {
    SplittableRandom random = new Seed(3).generator();
    SampleLine items = new SampleLine();
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(4);
      items.put(
          "item-" + i,
          "c" + label,
          "",
          random.nextInt(5) + label,
          random.nextInt(5) - label * random.nextInt(2));
    }
    return items;
  }

  @Test
  void equalsASlowTwinOverAllPairs() {
    int count = 60;
    try (Index index = open(grid(count))) {
      List<double[]> pairs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          if (i != j) {
            float[] one = index.vector("item-" + i).orElseThrow();
            float[] other = index.vector("item-" + j).orElseThrow();
            double far = Math.hypot(one[0] - other[0], one[1] - other[1]);
            boolean same =
                index
                    .item("item-" + i)
                    .orElseThrow()
                    .className()
                    .equals(index.item("item-" + j).orElseThrow().className());
            pairs.add(new double[] {(float) far, same ? 1 : 0});
          }
        }
      }
      Thresholds of = results(index, "", count - 1, 1_000_000);
      long same = pairs.stream().filter(pair -> pair[1] == 1).count();
      TreeSet<Double> distances = new TreeSet<>();
      pairs.forEach(pair -> distances.add(pair[0]));
      assertThat(of.origin().same()).isEqualTo(same);
      assertThat(of.origin().different()).isEqualTo(pairs.size() - same);
      assertThat(of.points().get(0).distance()).isZero();
      // One that is reached, and not at the end alone.
      double wanted = twin(pairs, distances.floor(distances.last() / 2), same)[0];
      double best = 0;
      double reaching = -1;
      for (double distance : distances) {
        double[] expected = twin(pairs, distance, same);
        double sum = expected[0] + expected[1];
        best = Math.max(best, sum == 0 ? 0 : 2 * expected[0] * expected[1] / sum);
        reaching = expected[0] >= wanted ? distance : reaching;
        of.points().stream()
            .filter(point -> (float) point.distance() == (float) distance)
            .forEach(
                point -> {
                  assertThat(point.precision()).isCloseTo(expected[0], within(EXACTLY));
                  assertThat(point.recall()).isCloseTo(expected[1], within(EXACTLY));
                });
      }
      assertThat(of.best().orElseThrow().f1()).isCloseTo(best, within(EXACTLY));
      assertThat((float) of.reaching(wanted).orElseThrow().distance()).isEqualTo((float) reaching);
      assertThat(of.points())
          .isSortedAccordingTo(java.util.Comparator.comparingDouble(Point::distance))
          .hasSizeLessThanOrEqualTo(distances.size());
    }
  }

  /** Returns precision and recall up to a distance. */
  private static double[] twin(List<double[]> pairs, double distance, long same) {
    long within = pairs.stream().filter(pair -> pair[0] <= distance).count();
    long right = pairs.stream().filter(pair -> pair[0] <= distance && pair[1] == 1).count();
    return new double[] {(double) right / within, (double) right / same};
  }

  @Test
  void theSamePairsAreDrawnBySeedWhateverTheThreads() {
    try (Index index = open(grid(80))) {
      Thresholds one = results(index, "", 5, 200);
      assertThat(one.origin().items()).isEqualTo(40);
      assertThat(results(index, "", 5, 200)).isEqualTo(one);
      assertThat(new Calibrator(index, HADOOP).ofResults(new Drawing("", 5, 200, 8), List.of()))
          .isNotEqualTo(one);
    }
  }

  private org.apache.hadoop.fs.Path file(String text) throws IOException {
    return new org.apache.hadoop.fs.Path(
        Files.writeString(directory.resolve("pairs.csv"), text).toUri());
  }

  private static final String PAIRS =
      "id_a,id_b,same\na0,a1,1\na0,a2,TRUE\na2,b0,0\nb0,b1,true\r\na1,b1,false\nzzz,a0,1\nzzz,y,0\n";

  @Test
  void givenPairsAreMeasuredAndUnknownIdsListed() throws IOException {
    try (Index index = open(SampleLine.byHand())) {
      Calibrator calibrator = new Calibrator(index, HADOOP);
      Calibrator.OfFile of = calibrator.ofFile(file(PAIRS), 0, List.of());
      assertThat(of.leftOut()).isEqualTo(2);
      assertThat(of.unknown()).containsExactly("zzz", "y");
      // The same: 1, 3, 3. Different: 1, 6.
      List<Point> points = of.thresholds().points();
      assertThat(points).hasSize(3);
      assertPoint(points.get(0), 1, 0.5, 1 / 3.0, 0.4);
      assertPoint(points.get(1), 3, 0.75, 1, 6 / 7.0);
      assertPoint(points.get(2), 6, 0.6, 1, 0.75);
      assertThat(points).extracting(Point::falsePositiveRate).containsExactly(0.5, 0.5, 1.0);
      assertThat(of.thresholds().roc())
          .containsExactly(
              new Thresholds.Rates(1, 0.5, 1 / 3.0),
              new Thresholds.Rates(3, 0.5, 1),
              new Thresholds.Rates(6, 1, 1));
      assertThat(of.thresholds().area()).isCloseTo(3.5 / 6, within(EXACTLY));
      assertThat(of.thresholds().origin().sameShare()).isEqualTo(0.6);

      // A tenth is the same where it is used: 3 same pairs for 27 different ones, not for 2.
      Thresholds rare = calibrator.ofFile(file(PAIRS), 0.1, List.of()).thresholds();
      assertThat(rare.points().get(1).precision()).isCloseTo(3 / 16.5, within(EXACTLY));
      assertThat(rare.points().get(1).recall()).isEqualTo(1);
      assertThat(rare.points().get(2).precision()).isCloseTo(0.1, within(EXACTLY));
      assertThat(rare.origin().sameShare()).isEqualTo(0.1);
    }
  }

  /** A # is a character like any other, and no line is passed over in silence. */
  @Test
  void pairsMayBeginWithAnySign() throws IOException {
    try (Index index = open(SampleLine.byHand())) {
      Calibrator.OfFile of =
          new Calibrator(index, HADOOP)
              .ofFile(file("#x,a0,1\na0,a1,1\na2,b0,0\n#y,a1,0\n"), 0, List.of());
      assertThat(of.leftOut()).isEqualTo(2);
      assertThat(of.unknown()).containsExactly("#x", "#y");
    }
  }

  /** As spreadsheets write them. */
  @Test
  void aMarkBlankRowsAndOtherSeparatorsAreRead() throws IOException {
    try (Index index = open(SampleLine.byHand())) {
      Calibrator calibrator = new Calibrator(index, HADOOP);
      Calibrator.OfFile plain = calibrator.ofFile(file(PAIRS), 0, List.of());
      org.apache.hadoop.fs.Path odd =
          file("\ufeff" + PAIRS.replace("\na2", "\n,,\n\na2").replace(',', ';') + ";;\n");
      Calibrator.OfFile read = calibrator.ofFile(odd, 0, List.of());
      assertThat(read.thresholds()).isEqualTo(plain.thresholds());
      assertThat(read.unknown()).isEqualTo(plain.unknown());
      assertThat(plain.notes()).isEmpty();
      assertThat(read.notes()).containsExactly("The list " + odd + " has ';' between its cells");
    }
  }

  @Test
  void wrongPairsAreRefusedAtTheirLine() {
    try (Index index = open(SampleLine.byHand())) {
      Calibrator calibrator = new Calibrator(index, HADOOP);
      assertThatThrownBy(() -> calibrator.ofFile(file("a0,a1,1\na0,a2,yes\n"), 0, List.of()))
          .hasMessageContaining("Line 2 of ")
          .hasMessageContaining("says 'yes' for same; write 1, 0, true or false");
      assertThatThrownBy(() -> calibrator.ofFile(file("a0,a1\n"), 0, List.of()))
          .hasMessageContaining("Line 1 of ")
          .hasMessageContaining("has 2 columns, and id_a, id_b and same are expected");
      assertThatThrownBy(() -> calibrator.ofFile(file("a0,a0,1\n"), 0, List.of()))
          .hasMessageContaining("pairs 'a0' with itself; leave it out");
      assertThatThrownBy(() -> calibrator.ofFile(file("a0,a1,1\nx,a1,0\n"), 0, List.of()))
          .hasMessageContaining(
              "has 1 pair that is the same in this index, and 0 that are not (left out, because an id is not");
      assertThatThrownBy(() -> calibrator.ofFile(file(""), 0, List.of()))
          .hasMessageContaining("both kinds are needed");
      Path latin = directory.resolve("latin.csv");
      Files.write(latin, new byte[] {'a', (byte) 0xe9, ',', 'b', ',', '1', '\n'});
      assertThatThrownBy(
              () -> calibrator.ofFile(new org.apache.hadoop.fs.Path(latin.toUri()), 0, List.of()))
          .hasMessageContaining("latin.csv: line 1 is not UTF-8; save the file as UTF-8");
      assertThatThrownBy(() -> calibrator.ofFile(file("a0,a1,1\n\"a2,b0,0\n"), 0, List.of()))
          .hasMessageContaining("pairs.csv: a quote opens in line 2 that does not end its cell");
      assertThatThrownBy(() -> calibrator.ofFile(file("a0,a1,1\ra2,b0,0"), 0, List.of()))
          .hasMessageContaining("pairs.csv: its lines end with CR alone; save it with LF");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anIndexWithoutTwoClassesIsRefused() {
    try (Index index = open(new SampleLine().put("a", "a", "", 0, 0).put("b", "", "", 1, 0))) {
      assertThatThrownBy(() -> results(index, "", 2, 10))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "they have 1 class, and two classes and one of two items are needed")
          .hasMessageContaining("give pairs with --pairs-file");
    }
  }

  @Test
  void theIndexKeepsThemOverACompactionAndNotForAnotherNetwork() throws IOException {
    SampleLine items = SampleLine.byHand();
    Path place = directory.resolve("index");
    try (Index index = open(items)) {
      assertThat(index.thresholds()).isEmpty();
      Thresholds of = results(index, "", 2, 1000);
      new Calibrator(index, HADOOP).write(of);
      assertThat(index.thresholds()).contains(of);
      org.apache.hadoop.fs.Path location = index.location();
      try (IndexWriter writer = IndexWriter.open(location, HADOOP, 10)) {
        assertThat(writer.delete(List.of("a0"))).isEmpty();
        assertThat(writer.compact()).isTrue();
      }
      assertThat(index.refresh()).isTrue();
      assertThat(index.info().version()).startsWith("2.");
      assertThat(index.thresholds()).contains(of);
      assertThat(new Verification(location, HADOOP).run().problems()).isEmpty();

      Path file = place.resolve("thresholds.json");
      String good = Files.readString(file);
      Files.writeString(file, good.replace("\"distance\":1.0", "\"distance\":1.5"));
      assertThatThrownBy(index::thresholds)
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("its checksum is another; run index calibrate again");
      assertThat(new Verification(location, HADOOP).run().problems())
          .singleElement()
          .asString()
          .contains("thresholds.json", "its checksum is another");
      Files.writeString(file, good);
      items.write(place, "another network");
      Files.writeString(file, good);
    }
    try (Index other = Index.open(new org.apache.hadoop.fs.Path(place.toUri()), HADOOP, 1)) {
      assertThat(other.thresholds()).isEmpty();
    }
  }

  @Test
  void anIndexOfAnOldFormatIsRefused() throws IOException {
    try (ZipInputStream zip =
        new ZipInputStream(
            Objects.requireNonNull(
                TestCalibrator.class.getResourceAsStream("/artifacts/0.1/artifacts.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        if (entry.getName().startsWith("index/") && !entry.isDirectory()) {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
    org.apache.hadoop.fs.Path old =
        new org.apache.hadoop.fs.Path(directory.resolve("index").toUri());
    try (Index index = Index.open(old, HADOOP, 1)) {
      assertThatThrownBy(() -> new Calibrator(index, HADOOP))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("has format 1, and only indices of format 3 are calibrated; run");
      assertThat(index.thresholds()).isEmpty();
    }
  }

  @Test
  void theAreaUnderTheCurveCountsTiesForHalf() {
    SplittableRandom random = new Seed(5).generator();
    double[] same = random.doubles(200).map(one -> Math.floor(one * 20)).toArray();
    double[] different = random.doubles(300).map(one -> Math.floor(one * 25)).toArray();
    double expected = 0;
    for (double one : same) {
      for (double other : different) {
        expected += one < other ? 1 : one == other ? 0.5 : 0;
      }
    }
    LabelledDistances pairs = LabelledDistances.of(same, different);
    assertThat(pairs.area()).isCloseTo(expected / 60_000, within(EXACTLY));
    assertThat(pairs.quantiles(7)).hasSizeBetween(7, 8);
    assertThat(pairs.quantiles(7).get(0).distance()).isZero();
    List<LabelledDistances.Cut> all = pairs.quantiles(1000);
    assertThat(all.get(all.size() - 1)).isEqualTo(new LabelledDistances.Cut(24, 200, 300));
  }

  /** Every share would be 0 / 0, and the file would hold no numbers. */
  @Test
  void resultsWithoutAClassAreRefused() {
    SampleLine items = new SampleLine();
    for (int i = 0; i < 2; i++) {
      items.put("a" + i, "a", "test", 100 * i, 0).put("b" + i, "b", "test", 100 * i, 50);
      items.put("near a" + i, "", "", 100 * i + 1, 0).put("near b" + i, "", "", 100 * i + 1, 50);
    }
    try (Index index = open(items)) {
      assertThatThrownBy(() -> results(index, "", 1, 1000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("No result has a class, of the 4 items that were searched by")
          .hasMessageEndingWith("Ask for more with --nearest, or give pairs with --pairs-file");
      assertThat(results(index, "", 5, 1000).origin().same()).isPositive();
    }
  }

  @Test
  void aPointTellsOnHowManyPairsItRests() {
    try (Index index = open(SampleLine.byHand())) {
      Thresholds of = new Calibrator(index, HADOOP).ofResults(all(2), List.of());
      assertThat(of.points()).extracting(Point::pairs).containsExactly(4L, 6L, 9L, 10L);
      assertThat(of.points()).allMatch(Point::restsOnFew);
    }
    assertThat(new Point(1, 1, 1, 1, 0, 0).restsOnFew()).as("not known").isFalse();
    assertThat(new Point(1, 1, 1, 1, 0, 100).restsOnFew()).isFalse();
  }
}
