/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.BatchSettings.Sampler;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.plan.EpochShare;
import org.anchorage.driver.corpus.ClassRun;
import org.jspecify.annotations.Nullable;

/**
 * What is odd about the classes of a corpus, as far as their names and sizes tell. It grows with
 * the classes. Not thread-safe.
 */
final class Advice {

  private static final int MOST_NAMED = 3;

  /** An epoch that leaves out more is worth a word. */
  private static final double LEAST_SHARE = 0.5;

  private final Map<Split, Map<String, Integer>> sizes = new EnumMap<>(Split.class);
  private final TreeSet<String> classes = new TreeSet<>();
  private final @Nullable BatchSettings batch;

  /**
   * Looks at a corpus.
   *
   * @param runs its stretches
   * @param batch how it is likely to be trained on; null if nobody knows
   */
  Advice(List<ClassRun> runs, @Nullable BatchSettings batch) {
    this.batch = batch;
    for (ClassRun run : runs) {
      sizes
          .computeIfAbsent(run.split(), split -> new TreeMap<>())
          .merge(run.className(), run.items(), Integer::sum);
      classes.add(run.className());
    }
  }

  /** Returns what is odd, a sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    alike(notes);
    splitsInNames(notes);
    sizes.forEach((split, of) -> alone(split, of, notes));
    @Nullable Map<String, Integer> train = sizes.get(Split.TRAIN);
    if (train != null) {
      leftOut(train, notes);
    }
    return notes;
  }

  /** Names that people take for one, and programs for two. */
  private void alike(List<String> notes) {
    TreeMap<String, List<String>> byForm = new TreeMap<>();
    for (String name : classes) {
      String form = Normalizer.normalize(name, Normalizer.Form.NFKC).strip();
      // Upper case first: some letters are one only there.
      byForm
          .computeIfAbsent(
              form.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), f -> new ArrayList<>())
          .add(name);
    }
    byForm.values().removeIf(names -> names.size() == 1);
    if (!byForm.isEmpty()) {
      List<String> named = new ArrayList<>();
      byForm
          .values()
          .forEach(
              names -> named.add(String.join(" and ", names.stream().map(Shown::form).toList())));
      notes.add(
          named.size()
              + " groups of classes differ in case, blanks or Unicode form alone: "
              + first(named)
              + "; each name is a class of its own, so give them one name if they are one");
    }
  }

  private void splitsInNames(List<String> notes) {
    List<String> named = new ArrayList<>();
    for (String name : classes) {
      for (String folder : name.split("/", -1)) {
        if (SplitNames.isSure(folder) && !folder.equals(name)) {
          named.add(Shown.text(name));
          break;
        }
      }
    }
    if (!named.isEmpty()) {
      notes.add(
          named.size()
              + " classes have a folder called as a split in their names, which is not read as one: "
              + first(named)
              + "; folders of splits lie directly in the folder that is imported; is it one level"
              + " too high?");
    }
  }

  private static void alone(Split split, Map<String, Integer> of, List<String> notes) {
    long lone = of.values().stream().filter(images -> images == 1).count();
    if (of.size() < 2 || lone < of.size()) {
      return;
    }
    notes.add(
        split == Split.TRAIN
            ? "Every class of train has one image, so there is nothing to learn from; is the folder"
                + " one level too high or too low?"
            : "Every class of "
                + split.written()
                + " has one image, so a query finds no other of its class, and the split cannot be"
                + " evaluated; give its classes two images or more");
  }

  private void leftOut(Map<String, Integer> train, List<String> notes) {
    BatchSettings with = batch;
    if (with == null || train.size() < 2 || with.sampler() == Sampler.TUPLES) {
      return;
    }
    int[] images = train.values().stream().mapToInt(Integer::intValue).toArray();
    long all = train.values().stream().mapToLong(Integer::longValue).sum();
    long shown = EpochShare.images(images, with.classes(), with.images());
    if (shown < LEAST_SHARE * all) {
      notes.add(
          String.format(
              Locale.ROOT,
              "An epoch shows %,d of %,d images of train (batch.classes = %d, batch.images = %d),"
                  + " because a few classes are much larger than the others; the rest comes in"
                  + " later epochs. Fewer batch.classes show more",
              shown,
              all,
              with.classes(),
              with.images()));
    }
  }

  private static String first(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
    return names.size() > MOST_NAMED ? some + " and others" : some;
  }
}
