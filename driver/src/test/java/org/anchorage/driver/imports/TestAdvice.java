/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.corpus.ClassRun;
import org.junit.jupiter.api.Test;

class TestAdvice {

  private final List<ClassRun> runs = new ArrayList<>();

  @Test
  void namesThatDifferInCaseOrUnicodeFormAloneAreNamed() {
    for (String name :
        List.of("Dog", "dog", "caf\u00e9", "cafe\u0301", "cat", "stra\u00dfe", "STRASSE")) {
      add(Split.TRAIN, name, 2);
    }

    assertThat(notes())
        .containsExactly(
            "3 groups of classes differ in case, blanks or Unicode form alone: 'cafe\\u0301' and"
                + " 'caf\\u00E9', 'Dog' and 'dog', 'STRASSE' and 'stra\\u00DFe'; each name is a class"
                + " of its own, so give them one name if they are one");
  }

  @Test
  void splitsWithinNamesAreNamed() {
    add(Split.TRAIN, "one/train/a", 2);
    add(Split.TRAIN, "two/test/a", 2);
    add(Split.TRAIN, "test", 2);

    assertThat(notes())
        .containsExactly(
            "2 classes have a folder called as a split in their names, which is not read as one:"
                + " one/train/a, two/test/a; folders of splits lie directly in the folder that is"
                + " imported; is it one level too high?");
  }

  @Test
  void classesOfOneImageAreNamed() {
    add(Split.TRAIN, "a", 1);
    add(Split.TRAIN, "b", 1);
    add(Split.TEST, "c", 1);
    add(Split.TEST, "d", 1);

    assertThat(notes())
        .containsExactly(
            "Every class of train has one image, so there is nothing to learn from; is the folder one"
                + " level too high or too low?",
            "Every class of test has one image, so a query finds no other of its class, and the"
                + " split cannot be evaluated; give its classes two images or more");
    add(Split.TRAIN, "b", 1);
    assertThat(notes()).hasSize(1);
  }

  @Test
  void imagesThatAnEpochLeavesOutAreCounted() {
    add(Split.TRAIN, "large", 60);
    for (int i = 0; i < 5; i++) {
      add(Split.TRAIN, "small " + i, 2);
    }

    assertThat(notes())
        .containsExactly(
            "An epoch shows 18 of 70 images of train (batch.classes = 6, batch.images = 4), because"
                + " a few classes are much larger than the others; the rest comes in later epochs."
                + " Fewer batch.classes show more");
  }

  private void add(Split split, String name, int items) {
    runs.add(new ClassRun(0, split, name, items));
  }

  private List<String> notes() {
    BatchSettings batch =
        new BatchSettings(
            BatchSettings.Sampler.CLASSES,
            6,
            4,
            BatchSettings.SmallClasses.REPEAT,
            new BatchSettings.Hierarchy(4, "", "/"),
            "",
            0.5);
    return new Advice(runs, batch).notes();
  }
}
