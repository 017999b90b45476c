/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.Candidates.Candidate;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.mining.neighbours.ReciprocalRanks;

/** Answers one request: asks all parts, then re-ranks, folds and cuts. */
final class Searcher {

  private final Snapshot snapshot;
  private final SearchRequest request;
  private final Candidates candidates;

  Searcher(Snapshot snapshot, SearchRequest request) {
    this.snapshot = snapshot;
    this.request = request;
    this.candidates = new Candidates(snapshot, request);
  }

  /** Searches. */
  Found found() {
    long wanted = Math.min((long) request.k() + request.offset(), candidates.matching());
    List<Hit> hits = new ArrayList<>();
    if (wanted > request.offset()) {
      Folds folds = request.folding().folds() ? folded(wanted) : Folds.none(ranked(wanted));
      int end = (int) Math.min(wanted, folds.folds().size());
      for (int i = request.offset(); i < end; i++) {
        hits.add(hit(i + 1, folds.folds().get(i)));
      }
    }
    return new Found(hits, isExact(), probes(), candidates.matching(), snapshot.info().version());
  }

  /**
   * Asks for more until there are enough results, and all duplicates of each: those are no farther
   * than the farthest result and the fold together. Whatever re-ranking does to the order, all that
   * was asked for is folded. A wide fold would ask for the whole index, so there is an end.
   */
  private Folds folded(long wanted) {
    double within = request.folding().within();
    long most = Math.min(candidates.matching(), Math.max(Folding.MOST, 10 * wanted));
    for (long asked = Math.max(wanted, request.reranking().candidates());
        ;
        asked = Math.min(most, 2 * asked)) {
      List<Candidate> ranked = ranked(asked);
      Folds folds = Folds.of(ranked, within, snapshot.info().dim());
      if (ranked.size() < asked
          || asked >= most
          || (folds.folds().size() >= wanted
              && farthest(ranked.stream()) > within + farthest(folds.results(wanted)))) {
        return folds;
      }
    }
  }

  private static double farthest(Stream<Candidate> candidates) {
    return candidates.mapToDouble(Candidate::distance).max().orElse(0);
  }

  /** Returns the first results before folding, as many as wanted or as are re-ranked. */
  private List<Candidate> ranked(long wanted) {
    Reranking reranking = request.reranking();
    List<Candidate> nearest = candidates.nearest(Math.max(wanted, reranking.candidates()));
    List<Candidate> within =
        nearest.stream().filter(one -> one.distance() <= request.threshold()).toList();
    return reranking.reranks() ? reranked(within) : within;
  }

  private List<Candidate> reranked(List<Candidate> nearest) {
    Reranking reranking = request.reranking();
    List<Candidate> first = nearest.subList(0, Math.min(nearest.size(), reranking.candidates()));
    int dim = snapshot.info().dim();
    float[] values = new float[(first.size() + 1) * dim];
    System.arraycopy(request.query().vector(), 0, values, 0, dim);
    float[] others = Candidates.vectors(first, dim).values();
    System.arraycopy(others, 0, values, dim, others.length);
    double[] distances =
        ReciprocalRanks.distances(
            new Vectors(dim, values), reranking.k1(), reranking.k2(), reranking.lambda());
    List<Candidate> reranked = new ArrayList<>(nearest.size());
    IntStream.range(0, first.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> distances[i + 1]))
        .forEach(i -> reranked.add(first.get(i)));
    reranked.addAll(nearest.subList(first.size(), nearest.size()));
    return reranked;
  }

  private static Hit hit(int rank, Folds.Fold fold) {
    Candidate result = fold.result();
    List<String> folded = fold.duplicates().stream().map(one -> one.part().id(one.row())).toList();
    return new Hit(rank, result.part().item(result.row()), result.distance(), folded);
  }

  private int probes() {
    return snapshot.parts().stream().mapToInt(live -> live.part().probes(request.effort())).sum();
  }

  private boolean isExact() {
    for (LivePart live : snapshot.parts()) {
      if (live.part().probes(request.effort()) < live.part().lists()) {
        return false;
      }
    }
    return true;
  }
}
