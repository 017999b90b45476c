/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.corpus;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Label and split of each item of a corpus. A <em>row</em> is the place of an item in the corpus's
 * order. A <em>label</em> is the index of a class among the names of all classes, sorted. Plans,
 * vectors and mined tables speak in rows and labels.
 *
 * <p>The order is that of the corpus's format. In format 1 it is the order of the ids. In format 2
 * it is the order of split, class name and id. Within a class and split both orders are the same.
 *
 * <p>Holds the names of the classes, and labels and splits in one of two forms. If items of a class
 * follow one another, it holds 8 bytes for each run of them. Otherwise it holds 4 bytes for each
 * item. It holds no ids and no attributes: those are looked up where the items are ({@link
 * ItemFacts}). Immutable and thread-safe.
 */
public final class Catalogue implements Serializable {

  private final List<String> classNames;
  private final RowCodes rows;

  /**
   * Items of one class and split that follow one another.
   *
   * @param split that they belong to
   * @param className that they belong to
   * @param items how many, at least 1
   */
  public record Run(Split split, String className, int items) {

    public Run {
      if (items < 1) {
        throw new IllegalArgumentException(
            "A run of class '" + className + "' has " + items + " items; a run has at least 1");
      }
    }
  }

  private Catalogue(List<String> classNames, RowCodes rows) {
    this.classNames = classNames;
    this.rows = rows;
  }

  /**
   * Returns the catalogue of items that come in runs of one class and split: 8 bytes a run.
   *
   * @param runs in the order of the rows; neighbours may be of one class and split
   * @throws ArithmeticException if there are more than 2^31 - 1 items
   */
  public static Catalogue ofRuns(List<Run> runs) {
    TreeSet<String> names = new TreeSet<>();
    runs.forEach(run -> names.add(run.className()));
    List<String> classNames = List.copyOf(names);
    Map<String, Integer> labels = labels(classNames);
    int[] firsts = new int[runs.size()];
    int[] codes = new int[runs.size()];
    int count = 0;
    int size = 0;
    for (Run run : runs) {
      int code = RowCodes.pack(labels.getOrDefault(run.className(), -1), run.split());
      if (count == 0 || codes[count - 1] != code) {
        firsts[count] = size;
        codes[count++] = code;
      }
      size = Math.addExact(size, run.items());
    }
    return new Catalogue(
        classNames,
        new RowCodes.Runs(Arrays.copyOf(firsts, count), Arrays.copyOf(codes, count), size));
  }

  /**
   * Returns the catalogue of items in any order: 4 bytes an item.
   *
   * @param numbered names of the classes, without repetition, in any order; a class's number is its
   *     place here
   * @param codes of each row, made by {@link #code} of the class's number; kept, and changed to
   *     those of the labels
   */
  public static Catalogue ofCodes(List<String> numbered, int[] codes) {
    List<String> classNames = numbered.stream().sorted().toList();
    Map<String, Integer> labelOf = labels(classNames);
    int[] labels = numbered.stream().mapToInt(name -> labelOf.getOrDefault(name, -1)).toArray();
    for (int row = 0; row < codes.length; row++) {
      codes[row] = recoded(codes[row], labels);
    }
    return new Catalogue(List.copyOf(classNames), new RowCodes.Each(codes));
  }

  /** Returns the number of a class, below 2^29, and a split as one number. */
  public static int code(int number, Split split) {
    return RowCodes.pack(number, split);
  }

  /** Returns the code of the same split with another number: that which {@code numbers} has. */
  public static int recoded(int code, int[] numbers) {
    return RowCodes.pack(numbers[RowCodes.label(code)], RowCodes.split(code));
  }

  /**
   * Returns the catalogue of some items in the order of their ids, whatever the order of the
   * collection. It does not keep the items.
   *
   * @throws IllegalArgumentException if two items have one id
   */
  public static Catalogue of(Collection<Item> items) {
    List<Item> sorted = items.stream().sorted(Comparator.comparing(Item::id)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).id().equals(sorted.get(i - 1).id())) {
        throw new IllegalArgumentException(sameId(sorted.get(i).id()));
      }
    }
    List<String> classNames = sorted.stream().map(Item::className).distinct().toList();
    Map<String, Integer> labels = labels(classNames);
    return ofCodes(
        classNames,
        sorted.stream()
            .mapToInt(item -> code(labels.getOrDefault(item.className(), -1), item.split()))
            .toArray());
  }

  /** Returns the message that refuses two items of one id. */
  public static String sameId(String id) {
    return "Two items have the id '" + id + "'; ids must be unique in a corpus";
  }

  private static Map<String, Integer> labels(List<String> classNames) {
    Map<String, Integer> labels = new HashMap<>();
    classNames.forEach(name -> labels.put(name, labels.size()));
    return labels;
  }

  /** Returns the number of items. */
  public int size() {
    return rows.size();
  }

  /** Returns the label of the item at a row. */
  public int label(int row) {
    return RowCodes.label(rows.at(row));
  }

  /** Returns the split of the item at a row. */
  public Split split(int row) {
    return RowCodes.split(rows.at(row));
  }

  /** Returns the labels of the items at some rows, in their order. */
  public int[] labels(int[] rows) {
    return Arrays.stream(rows).map(this::label).toArray();
  }

  /** Returns the number of classes, over all splits. */
  public int classCount() {
    return classNames.size();
  }

  /** Returns the name of the class with a label. */
  public String className(int label) {
    return classNames.get(label);
  }

  /** Returns the rows of a split, ascending. */
  public int[] rows(Split split) {
    return rows.rows(split);
  }
}
