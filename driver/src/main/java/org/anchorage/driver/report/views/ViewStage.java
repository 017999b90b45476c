/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.TrainedRun;

/**
 * Looks at runs, one after the other, all through the same images: those that the first evaluates,
 * or a sample of them. The driver holds no more than the sample, whose size is a constant. Not
 * thread-safe.
 */
public final class ViewStage {

  /** Queries of a kind. */
  private static final int QUERIES = 12;

  /** Queries that several runs answer: some drawn, and as many that a run answers worst. */
  private static final int SHARED = 8;

  private static final int PAIRS = 12;

  private final Seed seed;
  private final Progress.Factory progress;
  private final List<EmbeddedLook> looks = new ArrayList<>();
  private final List<Measured> measured = new ArrayList<>();

  /**
   * Creates the stage.
   *
   * @param seed of samples
   */
  public ViewStage(Seed seed, Progress.Factory progress) {
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Embeds what is looked at, and measures it.
   *
   * @return whether there is anything to look at
   * @throws ConfigurationException if the run evaluates other images than the first
   */
  public boolean look(TrainedRun run) {
    EvaluatedItems items =
        EvaluatedItems.of(
            run.open().catalogue(), run.open().corpus().facts(), run.open().settings().evaluate());
    LookedAt looked = LookedAt.of(items, LookedAt.MOST, seed.derive("sample"));
    if (looked.isEmpty()) {
      return false;
    }
    if (!looks.isEmpty() && !looks.get(0).looked().sameAs(looked)) {
      throw new ConfigurationException(
          "--runs",
          run.directory().location(),
          "it evaluates other images than the first run; name a corpus and a split for all, e.g."
              + " corpus=URI evaluate.split=test");
    }
    EmbeddedLook look = EmbeddedLook.of(run, looked, progress);
    try {
      measured.add(Measured.of(look, points(looked), seed.derive("points"), progress));
      looks.add(look);
    } catch (RuntimeException e) {
      look.delete();
      throw e;
    }
    return true;
  }

  /** Returns positions among the rows looked at. */
  private int[] points(LookedAt looked) {
    return ClassSample.of(looked.labels(), Scatter.MOST, seed.derive("points"));
  }

  /**
   * Returns the views of the one run that was looked at.
   *
   * @param run that pictures are read with
   */
  public Views ofOne(TrainedRun run) {
    EmbeddedLook look = looks.get(0);
    LookedAt looked = look.looked();
    FirstFound first = measured.get(0).first();
    WorstQueries worst = new WorstQueries(first);
    int[] last = worst.foundLast(QUERIES);
    int[] surest = worst.surest(QUERIES, set(last));
    int[] drawn = worst.drawn(QUERIES, seed);
    List<Confusion> pairs = Confusion.of(looked, first, PAIRS);
    Answered answered =
        Answered.of(
            look,
            first,
            Arrays.stream(new int[][] {last, surest, drawn}).flatMapToInt(Arrays::stream));
    IntStream paired = pairs.stream().flatMapToInt(pair -> ConfusedPair.rows(looked, first, pair));
    Shots shots = shots(run, IntStream.concat(answered.rows(), paired));
    IntFunction<String> name = run.open().catalogue()::className;
    return views(
        shots,
        List.of(
            new RunViews(
                measured.get(0).scatter(),
                measured.get(0).distances(),
                ClassRecall.of(looked, first, name),
                pairs.stream()
                    .map(pair -> ConfusedPair.of(looked, first, pair, name, shots))
                    .toList(),
                answered.answers(last, shots),
                answered.answers(surest, shots),
                answered.answers(drawn, shots))));
  }

  /**
   * Returns the views of all runs that were looked at. All answer the same queries: some that were
   * drawn, and some that a run answers worst, in turn.
   *
   * @param run that pictures are read with
   */
  public Views ofAll(TrainedRun run) {
    int[] asked = shared();
    List<Answered> answered = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      answered.add(Answered.of(looks.get(i), measured.get(i).first(), Arrays.stream(asked)));
    }
    Shots shots = shots(run, answered.stream().flatMapToInt(Answered::rows));
    Catalogue catalogue = run.open().catalogue();
    List<RunViews> views = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      Measured one = measured.get(i);
      views.add(
          new RunViews(
              one.scatter(),
              one.distances(),
              ClassRecall.of(looks.get(i).looked(), one.first(), catalogue::className),
              List.of(),
              List.of(),
              List.of(),
              answered.get(i).answers(asked, shots)));
    }
    return views(shots, views);
  }

  private int[] shared() {
    List<int[]> worst =
        measured.stream().map(one -> new WorstQueries(one.first()).foundLast(SHARED)).toList();
    IntStream inTurn =
        IntStream.range(0, SHARED)
            .flatMap(
                place ->
                    worst.stream()
                        .filter(queries -> queries.length > place)
                        .mapToInt(queries -> queries[place]));
    int[] some = inTurn.distinct().limit(SHARED).toArray();
    int[] drawn = new WorstQueries(measured.get(0).first()).drawn(SHARED, seed);
    return IntStream.concat(Arrays.stream(some), Arrays.stream(drawn)).distinct().toArray();
  }

  private Shots shots(TrainedRun run, IntStream rows) {
    LookedAt looked = looks.get(0).looked();
    int[] points = Arrays.stream(points(looked)).map(at -> looked.rows()[at]).toArray();
    return Shots.of(run, rows, points);
  }

  private Views views(Shots shots, List<RunViews> runs) {
    LookedAt looked = looks.get(0).looked();
    FirstFound first = measured.get(0).first();
    int lone = (int) IntStream.range(0, first.queries()).filter(first::isLone).count();
    return new Views(looked.rows().length, looked.evaluated(), lone, shots.points(), runs);
  }

  private static Set<Integer> set(int[] values) {
    return Arrays.stream(values).boxed().collect(Collectors.toSet());
  }

  /** Deletes the vectors of all runs. */
  public void delete() {
    looks.forEach(EmbeddedLook::delete);
  }
}
