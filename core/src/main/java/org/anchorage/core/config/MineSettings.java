/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How the offline stage mines and what it passes on. Immutable.
 *
 * @param mode what the next epoch's plan learns from it; default none
 * @param neighbours nearest neighbours of other classes examined for each image, at least 1;
 *     default 50
 * @param rankFrom first rank, among those neighbours, that is taken; default 0
 * @param rankTo first rank that is no longer taken; default 50, at most {@code neighbours}
 * @param relativeMargin 0 to below 1; a negative with a similarity over (1 - this) x the positive's
 *     counts as a false negative; default 0.05 (NV-Retriever, arXiv 2407.15831)
 * @param negatives kept for each image, at least 1; default 5
 * @param confusable classes listed for each class, at least 1; default 10
 * @param group confusable classes put together in a batch, at least 2; default 8
 * @param table URI of a mined table that the first epoch is planned by; empty (default) for none
 * @param search how neighbours are looked for
 * @param duplicates similarity over which an image of another class is taken for the same image and
 *     never for a negative, over 0 and at most 1; default 0.9999. 1 turns it off
 * @param memoryMb MB that a search may take in each executor, all its tasks together, at least 1;
 *     default 1024. No result depends on it
 * @param timing who mines, and how old a table may be
 */
public record MineSettings(
    Mode mode,
    int neighbours,
    int rankFrom,
    int rankTo,
    double relativeMargin,
    int negatives,
    int confusable,
    int group,
    String table,
    MineSearch search,
    double duplicates,
    int memoryMb,
    MineTiming timing)
    implements Serializable {

  public static final Key MODE = Key.fixed("mining");
  public static final Key NEIGHBOURS = Key.fixed("mine.neighbours");
  public static final Key RANK_FROM = Key.fixed("mine.rank-from");
  public static final Key RANK_TO = Key.fixed("mine.rank-to");
  public static final Key RELATIVE_MARGIN = Key.fixed("mine.relative-margin");
  public static final Key NEGATIVES = Key.fixed("mine.negatives");
  public static final Key CONFUSABLE = Key.fixed("mine.confusable");
  public static final Key GROUP = Key.fixed("mine.group");
  public static final Key TABLE = Key.fixed("mine.table");
  public static final Key DUPLICATES = Key.fixed("mine.duplicates");
  public static final Key MEMORY_MB = Key.mayChange("mine.memory-mb");

  /** Every key of this section. */
  static final List<Key> KEYS =
      Stream.of(
              List.of(
                  MODE,
                  NEIGHBOURS,
                  RANK_FROM,
                  RANK_TO,
                  RELATIVE_MARGIN,
                  NEGATIVES,
                  CONFUSABLE,
                  GROUP,
                  TABLE,
                  DUPLICATES,
                  MEMORY_MB),
              MineSearch.KEYS,
              MineTiming.KEYS)
          .flatMap(List::stream)
          .toList();

  /** The keys that say which neighbours of an image are its hard negatives. */
  public static final List<Key> CHOOSE_NEGATIVES =
      List.of(NEIGHBOURS, RANK_FROM, RANK_TO, RELATIVE_MARGIN, NEGATIVES, DUPLICATES);

  /** The keys that a mined table depends on, beside vectors and classes. */
  public static final List<Key> SHAPE_TABLE =
      Stream.of(
              CHOOSE_NEGATIVES,
              List.of(
                  CONFUSABLE,
                  MineSearch.KIND,
                  MineSearch.RECALL,
                  MineSearch.REFRESH,
                  Settings.SEED))
          .flatMap(List::stream)
          .toList();

  /** What the next epoch's plan learns from the mining stage. */
  public enum Mode {
    /** Nothing; the stage does not run. */
    NONE,
    /** Confusable classes meet on one worker and in one batch. */
    CLASSES,
    /** Batches grow around mined hard negatives. */
    INSTANCES
  }

  public MineSettings {
    Bounds.atLeast(NEIGHBOURS, neighbours, 1);
    Bounds.atLeast(RANK_FROM, rankFrom, 0);
    if (rankTo <= rankFrom) {
      throw new ConfigurationException(
          RANK_TO, rankTo, "it must be over mine.rank-from = " + rankFrom);
    }
    if (rankTo > neighbours) {
      throw new ConfigurationException(
          RANK_TO,
          rankTo,
          "only mine.neighbours = " + neighbours + " are examined; raise that or lower this");
    }
    Bounds.within(RELATIVE_MARGIN, relativeMargin, 0, 0.9999);
    Bounds.atLeast(NEGATIVES, negatives, 1);
    Bounds.atLeast(CONFUSABLE, confusable, 1);
    Bounds.atLeast(GROUP, group, 2);
    Bounds.within(DUPLICATES, duplicates, 0.0001, 1);
    Bounds.atLeast(MEMORY_MB, memoryMb, 1);
    if (mode == Mode.NONE && !table.isBlank()) {
      throw new ConfigurationException(
          TABLE,
          table,
          "mining = none passes nothing on; set mining = classes or instances, or leave this out");
    }
    if (mode == Mode.NONE && timing.by() == MineTiming.By.BESIDE) {
      throw new ConfigurationException(
          MineTiming.BY,
          "beside",
          "mining = none passes nothing on; set mining = classes or instances, or leave this out");
    }
  }

  /** Returns whether the run mines itself, at the end of each epoch. */
  public boolean inTraining() {
    return mode != Mode.NONE && timing.by() == MineTiming.By.TRAINING;
  }

  /** Returns the URI of the table that is given; empty if none is. */
  public Optional<String> givenTable() {
    return table.isBlank() ? Optional.empty() : Optional.of(table);
  }

  /** Returns the same settings, for a pass whose negatives no plan of this process takes. */
  public MineSettings ofTables() {
    return new MineSettings(
        Mode.CLASSES,
        neighbours,
        rankFrom,
        rankTo,
        relativeMargin,
        negatives,
        confusable,
        group,
        table,
        search,
        duplicates,
        memoryMb,
        timing);
  }

  static MineSettings read(TypedValues value) {
    return new MineSettings(
        value.choice(MODE, Mode.class),
        value.whole(NEIGHBOURS),
        value.whole(RANK_FROM),
        value.whole(RANK_TO),
        value.number(RELATIVE_MARGIN),
        value.whole(NEGATIVES),
        value.whole(CONFUSABLE),
        value.whole(GROUP),
        value.text(TABLE),
        MineSearch.read(value),
        value.number(DUPLICATES),
        value.whole(MEMORY_MB),
        MineTiming.read(value));
  }
}
