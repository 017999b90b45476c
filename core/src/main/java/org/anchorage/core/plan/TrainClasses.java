/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.BatchSettings.Sampler;
import org.anchorage.core.config.BatchSettings.SmallClasses;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;

/**
 * The classes that are trained on, numbered from 0 in order of label, with their rows: 4 bytes for
 * each image that is trained on. Immutable.
 */
final class TrainClasses {

  private final Catalogue catalogue;
  private final int[] labels;
  private final int[] starts;
  private final int[] rows;
  private final int[] classOfLabel;
  private final int from;
  private final int to;

  /** Shares all arrays with {@code all}, and numbers a range of its classes from 0. */
  private TrainClasses(TrainClasses all, int from, int to) {
    catalogue = all.catalogue;
    labels = all.labels;
    starts = all.starts;
    rows = all.rows;
    classOfLabel = all.classOfLabel;
    this.from = from;
    this.to = to;
  }

  private TrainClasses(Catalogue catalogue, int[] labels, int[] starts, int[] rows) {
    this.catalogue = catalogue;
    this.labels = labels;
    this.starts = starts;
    this.rows = rows;
    from = 0;
    to = labels.length;
    classOfLabel = new int[catalogue.classCount()];
    Arrays.fill(classOfLabel, -1);
    for (int c = 0; c < labels.length; c++) {
      classOfLabel[labels[c]] = c;
    }
  }

  /** Collects the training classes, and refuses settings whose batches they cannot fill. */
  static TrainClasses of(Catalogue catalogue, BatchSettings batch) {
    int[] train = catalogue.rows(Split.TRAIN);
    if (train.length == 0) {
      throw new IllegalArgumentException(
          "The corpus has no training images among its "
              + catalogue.size()
              + "; import some into split train");
    }
    int[] sizes = new int[catalogue.classCount()];
    for (int row : train) {
      sizes[catalogue.label(row)]++;
    }
    int[] labels = ClassNumbers.of(sizes, batch).labels();
    int small = 0;
    int smallest = -1;
    for (int label = 0; label < sizes.length; label++) {
      if (sizes[label] > 0 && sizes[label] < batch.images()) {
        small++;
        smallest = smallest < 0 || sizes[label] < sizes[smallest] ? label : smallest;
      }
    }
    if (small > 0 && batch.smallClasses() == SmallClasses.REFUSE) {
      throw new ConfigurationException(
          BatchSettings.IMAGES,
          batch.images(),
          String.format(
              Locale.ROOT,
              "class '%s' has %d, and %d of %d classes have fewer;"
                  + " lower it, or set batch.small-classes = repeat or skip",
              catalogue.className(smallest),
              sizes[smallest],
              small,
              labels.length));
    }
    boolean skip = batch.smallClasses() == SmallClasses.SKIP;
    checkEnough(labels.length, skip ? small : 0, batch);
    return collect(catalogue, train, labels, sizes);
  }

  private static void checkEnough(int classes, int skipped, BatchSettings batch) {
    // The hierarchy says more clearly which of its super-classes has too few.
    boolean anyNumber = batch.sampler() == Sampler.PAIRS || batch.sampler() == Sampler.HIERARCHY;
    int least = anyNumber ? 2 : batch.classes();
    if (classes >= least) {
      return;
    }
    String left =
        skipped == 0
            ? ""
            : ", after batch.small-classes = skip left out "
                + skipped
                + " with fewer than "
                + batch.images()
                + " images";
    String remedy =
        classes < 2
            ? "; a ranking loss needs at least 2"
            : "; lower it to " + classes + " or set batch.sampler = pairs";
    throw new ConfigurationException(
        BatchSettings.CLASSES,
        batch.classes(),
        "there are only " + classes + " classes to train on" + left + remedy);
  }

  private static TrainClasses collect(Catalogue catalogue, int[] train, int[] labels, int[] sizes) {
    int[] starts = new int[labels.length + 1];
    int[] next = new int[sizes.length];
    Arrays.fill(next, -1);
    for (int c = 0; c < labels.length; c++) {
      next[labels[c]] = starts[c];
      starts[c + 1] = starts[c] + sizes[labels[c]];
    }
    int[] rows = new int[starts[labels.length]];
    for (int row : train) {
      int label = catalogue.label(row);
      if (next[label] >= 0) {
        rows[next[label]++] = row;
      }
    }
    return new TrainClasses(catalogue, labels, starts, rows);
  }

  /**
   * Returns the classes of each group, numbered from 0 in the order they have here.
   *
   * @param groupOf the group of each class, from 0
   */
  List<TrainClasses> grouped(int[] groupOf, int groups) {
    int[] firsts = new int[groups + 1];
    for (int group : groupOf) {
      firsts[group + 1]++;
    }
    Arrays.parallelPrefix(firsts, Integer::sum);
    int[] next = Arrays.copyOf(firsts, groups);
    int[] order = new int[groupOf.length];
    for (int c = 0; c < groupOf.length; c++) {
      order[next[groupOf[c]]++] = c;
    }
    int[] movedLabels = new int[order.length];
    int[] movedStarts = new int[order.length + 1];
    int[] movedRows = new int[rows.length];
    for (int i = 0; i < order.length; i++) {
      int c = order[i];
      movedLabels[i] = label(c);
      movedStarts[i + 1] = movedStarts[i] + size(c);
      System.arraycopy(rows, starts[from + c], movedRows, movedStarts[i], size(c));
    }
    TrainClasses moved = new TrainClasses(catalogue, movedLabels, movedStarts, movedRows);
    List<TrainClasses> parts = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      parts.add(new TrainClasses(moved, firsts[group], firsts[group + 1]));
    }
    return parts;
  }

  /** Returns C, the number of classes. */
  int count() {
    return to - from;
  }

  /** Returns the number of images of a class. */
  int size(int index) {
    return starts[from + index + 1] - starts[from + index];
  }

  /** Returns how many tickets of K images show all images of each class once. */
  int[] tickets(int images) {
    int[] tickets = new int[count()];
    Arrays.setAll(tickets, c -> (size(c) - 1) / images + 1);
    return tickets;
  }

  /** Returns a copy of the rows of a class, ascending. */
  int[] rows(int index) {
    return Arrays.copyOfRange(rows, starts[from + index], starts[from + index + 1]);
  }

  /** Returns the label of a class. */
  int label(int index) {
    return labels[from + index];
  }

  /** Returns the number of labels in the catalogue, trained on or not. */
  int labelCount() {
    return classOfLabel.length;
  }

  /** Returns the number of rows in the catalogue, trained on or not. */
  int rowCount() {
    return catalogue.size();
  }

  /** Returns the class of a label, or -1 if it is not trained on. */
  int ofLabel(int label) {
    return here(classOfLabel[label]);
  }

  /** Returns the class of a row, or -1 if it is not trained on. */
  int ofRow(int row) {
    return catalogue.split(row) == Split.TRAIN ? ofLabel(catalogue.label(row)) : -1;
  }

  /** Returns the number of images of all classes. */
  int images() {
    return starts[to] - starts[from];
  }

  /**
   * Returns the place of a row among the images of all classes, from 0, or -1 if it is not trained
   * on.
   */
  int place(int row) {
    int c = ofRow(row);
    return c < 0
        ? -1
        : Arrays.binarySearch(rows, starts[from + c], starts[from + c + 1], row) - starts[from];
  }

  private int here(int index) {
    return index >= from && index < to ? index - from : -1;
  }
}
