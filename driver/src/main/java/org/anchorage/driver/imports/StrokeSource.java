/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.strokes.DrawnCharacters;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Characters that the program draws itself, named by {@code strokes:train=400,test=100,items=20},
 * with {@code seed=1} and {@code size=28} added if wanted. It draws any number of classes and
 * items, so it also serves tests of scale. Classes to test on follow those to train on. The ink is
 * dark on white: decode with {@code image.invert = true}.
 *
 * @param train number of classes to train on, at least 0
 * @param test number of further classes to test on, at least 0
 * @param items of each class, at least 1
 * @param seed of the drawing
 * @param size pixels of a side, 8 to 4096
 */
public record StrokeSource(int train, int test, int items, long seed, int size)
    implements Source, Serializable {

  private static final String SCHEME = "strokes:";
  private static final String EXAMPLE = SCHEME + "train=400,test=100,items=20,seed=1,size=28";
  private static final int ITEMS_A_PART = 50_000;
  private static final int SIZE = 28;
  private static final int LEAST_SIZE = 8;
  private static final int MOST_SIZE = 4096;

  public StrokeSource {
    if (train < 0 || test < 0 || (long) train + test < 1 || items < 1) {
      throw new ImportException(
          "Cannot draw "
              + train
              + " + "
              + test
              + " classes of "
              + items
              + " items; ask for at least one of each, e.g. "
              + EXAMPLE);
    }
    if ((long) train + test > Integer.MAX_VALUE) {
      throw new ImportException(
          "Cannot draw train="
              + train
              + " and test="
              + test
              + ": together they must be at most "
              + Integer.MAX_VALUE
              + "; write e.g. "
              + EXAMPLE);
    }
    if (size < LEAST_SIZE || size > MOST_SIZE) {
      throw new ImportException(
          "Cannot draw size="
              + size
              + ": a character is "
              + LEAST_SIZE
              + " to "
              + MOST_SIZE
              + " pixels wide and high; write e.g. "
              + EXAMPLE);
    }
  }

  /** Returns whether a word names drawn characters, and not a place. */
  public static boolean names(String from) {
    return from.startsWith(SCHEME);
  }

  /** Returns the name that {@link #of} reads. */
  public static String name(int train, int test, int items, long seed) {
    return SCHEME + "train=" + train + ",test=" + test + ",items=" + items + ",seed=" + seed;
  }

  /** Returns the name that {@link #of} reads. */
  public String name() {
    return name(train, test, items, seed) + ",size=" + size;
  }

  /**
   * Reads a name.
   *
   * @throws ImportException if it is not of the form above
   */
  public static StrokeSource of(String name) {
    Map<String, Long> given = new HashMap<>();
    given.putAll(Map.of("train", 400L, "test", 100L, "items", 20L, "seed", 1L, "size", 28L));
    String words = name.substring(SCHEME.length());
    for (String word : words.isBlank() ? new String[0] : words.split(",", -1)) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? word : word.substring(0, equals);
      try {
        if (given.replace(key, Long.parseLong(word.substring(equals + 1))) == null) {
          throw new NumberFormatException("there is no " + key);
        }
      } catch (NumberFormatException e) {
        throw new ImportException(
            "Cannot read '" + word + "' in " + name + "; write e.g. " + EXAMPLE, e);
      }
    }
    return new StrokeSource(
        number(given, "train"),
        number(given, "test"),
        number(given, "items"),
        given.getOrDefault("seed", 1L),
        number(given, "size"));
  }

  private static int number(Map<String, Long> given, String key) {
    long number = given.getOrDefault(key, 0L);
    if (number != (int) number) {
      throw new ImportException(
          "Cannot draw "
              + key
              + "="
              + number
              + ": it must be at most "
              + Integer.MAX_VALUE
              + "; write e.g. "
              + EXAMPLE);
    }
    return (int) number;
  }

  /** Returns the name of a class. */
  public static String className(int classIndex) {
    return String.format(Locale.ROOT, "character-%06d", classIndex);
  }

  /** Draws an item of any class and number, as a PNG. */
  public static byte[] draw(long seed, int classIndex, int item) {
    return new DrawnCharacters(new Seed(seed), SIZE).png(classIndex, item);
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT, "drawn characters (%d + %d classes of %d)", train, test, items);
  }

  @Override
  public boolean distinctIds() {
    return true;
  }

  /** Divides the classes evenly. */
  @Override
  public List<Part> parts(int wanted) {
    int classes = train + test;
    int count = (int) Math.min(classes, Math.max(wanted, (long) classes * items / ITEMS_A_PART));
    List<Part> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      int from = (int) ((long) classes * part / count);
      parts.add(new Characters(this, from, (int) ((long) classes * (part + 1) / count)));
    }
    return parts;
  }

  /** The items of classes {@code from} to below {@code to}. */
  private record Characters(StrokeSource source, int from, int to) implements Part {

    @Override
    public Iterator<Entry> list(Configuration hadoop) {
      return new EntryIterator() {
        private int index = from;
        private int item;

        @Override
        @Nullable Entry advance() {
          if (item == source.items) {
            index++;
            item = 0;
          }
          if (index == to) {
            return null;
          }
          String name = className(index);
          return new Listed(
              String.format(Locale.ROOT, "%s/%05d.png", name, item),
              name,
              index < source.train ? Split.TRAIN : Split.TEST,
              new StrokePlace(source.seed, source.size, index, item++),
              Map.of());
        }
      };
    }
  }
}
