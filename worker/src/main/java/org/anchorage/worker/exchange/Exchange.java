/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.RoundSettings.Encoding;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;

/**
 * Sends a round's start down to the workers, and brings their ends back up, cut into slices. The
 * mean of a slice over the workers can be taken wherever its pieces meet. The driver gets one mean
 * of each slice, whatever the number of workers.
 *
 * <p>A mean is weighted by the examples that the workers used. It is taken in double precision in
 * the order of the workers, not of arrival: a floating-point sum depends on its order, and a round
 * must not depend on which task Spark runs first.
 *
 * <p>With {@link Encoding#FLOAT} a worker sends its end, because {@code start + (end - start)} need
 * not be {@code end} in floats. Nothing is lost, and the mean of one worker is its end, bit for
 * bit. With {@link Encoding#HALF} it sends its movement and the root of the moments: see {@link
 * HalfCodec}. Parameters always go down as floats: in halves, the driver's own small steps would be
 * lost. Moments that came up in halves go down in halves without further loss.
 *
 * <p>A round equals synchronous training on the merged batch only when every worker takes one step
 * (H = 1) of plain SGD on equally many examples with a fixed set of tuples. In all other cases it
 * is local SGD.
 *
 * <p>Immutable and thread-safe.
 */
public final class Exchange implements Serializable {

  /**
   * Values in a slice. Few enough that a task sums them within its processor's cache and that one
   * scale suits all. Enough that the other fields of a piece are small beside them.
   */
  private static final int SLICE = 1 << 16;

  private static final Codec FLOATS = new FloatCodec();
  private static final Codec HALVES = new HalfCodec(Curve.LINEAR);
  private static final Codec ROOTS = new HalfCodec(Curve.ROOT);

  private final Encoding encoding;
  private final int size;

  /** Creates an exchange in an encoding, with slices of 65,536 values. */
  public Exchange(Encoding encoding) {
    this(encoding, SLICE);
  }

  Exchange(Encoding encoding, int size) {
    this.encoding = encoding;
    this.size = size;
  }

  private Slices cut(RoundStart start) {
    return new Slices(start.parameters().length, start.optimiserState().length, size);
  }

  private Codec moments() {
    return encoding == Encoding.HALF ? ROOTS : FLOATS;
  }

  private Codec movements() {
    return encoding == Encoding.HALF ? HALVES : FLOATS;
  }

  private Codec codec(boolean ofParameters) {
    return ofParameters ? movements() : moments();
  }

  /** Returns a start encoded for sending. Slices are encoded in parallel, because workers wait. */
  public SentStart send(RoundStart start) {
    Slices slices = cut(start);
    byte[][] bytes = new byte[slices.count()][];
    IntStream.range(0, bytes.length)
        .parallel()
        .forEach(slice -> bytes[slice] = sent(start, slices, slice));
    return new SentStart(start.round(), start.iteration(), slices, bytes);
  }

  private byte[] sent(RoundStart start, Slices slices, int slice) {
    int from = slices.from(slice);
    int to = slices.to(slice);
    return slices.isOfParameters(slice)
        ? FLOATS.encode(start.parameters(), from, to)
        : moments().encode(start.optimiserState(), from, to);
  }

  /** Decodes a start that was sent. */
  public RoundStart receive(SentStart sent) {
    Slices slices = sent.slices();
    float[] parameters = new float[slices.parameters()];
    float[] moments = new float[slices.moments()];
    for (int slice = 0; slice < slices.count(); slice++) {
      if (slices.isOfParameters(slice)) {
        FLOATS.decode(sent.bytes()[slice], parameters, slices.from(slice));
      } else {
        moments().decode(sent.bytes()[slice], moments, slices.from(slice));
      }
    }
    return new RoundStart(sent.round(), parameters, moments, sent.iteration());
  }

  /** Returns the bytes of all pieces of one worker. */
  public long bytes(Slices slices) {
    return IntStream.range(0, slices.count())
        .mapToLong(slice -> codec(slices.isOfParameters(slice)).size(slices.length(slice)))
        .sum();
  }

  /**
   * Cuts a worker's result into pieces.
   *
   * @param start of the round
   * @param end where the worker ended
   * @return a piece for each slice; one empty piece from a worker that used no example
   */
  public List<Piece> pieces(RoundStart start, RoundEnd end) {
    if (end.work().examples() == 0) {
      return List.of(new Piece(0, end.worker(), end.work(), new byte[0]));
    }
    Slices slices = cut(start);
    float[] values = new float[Math.min(size, start.parameters().length)];
    List<Piece> pieces = new ArrayList<>(slices.count());
    for (int slice = 0; slice < slices.count(); slice++) {
      byte[] bytes;
      int from = slices.from(slice);
      int to = slices.to(slice);
      if (!slices.isOfParameters(slice)) {
        bytes = moments().encode(end.optimiserState(), from, to);
      } else if (encoding == Encoding.FLOAT) {
        bytes = FLOATS.encode(end.parameters(), from, to);
      } else {
        for (int i = from; i < to; i++) {
          values[i - from] = end.parameters()[i] - start.parameters()[i];
        }
        bytes = HALVES.encode(values, 0, to - from);
      }
      pieces.add(new Piece(slice, end.worker(), end.work(), bytes));
    }
    return pieces;
  }

  /**
   * Returns the mean of a slice.
   *
   * @param pieces of that slice, one for each worker, in any order
   * @param slices of the network
   */
  public SliceMean mean(List<Piece> pieces, Slices slices) {
    List<Piece> ordered = new ArrayList<>(pieces);
    ordered.sort(Comparator.comparingInt(Piece::worker));
    int slice = ordered.get(0).slice();
    long received = ordered.stream().mapToLong(piece -> piece.bytes().length).sum();
    List<Piece> used = ordered.stream().filter(piece -> piece.work().examples() > 0).toList();
    List<Integer> steps = used.stream().map(piece -> piece.work().steps()).toList();
    byte[] mean = new byte[0];
    if (!used.isEmpty()) {
      Codec codec = codec(slices.isOfParameters(slice));
      float[] values = PieceMean.of(used, codec, slices.length(slice));
      mean = codec.encode(values, 0, values.length);
    }
    List<RoundWork> works = slice == 0 ? ordered.stream().map(Piece::work).toList() : List.of();
    return new SliceMean(slice, mean, received, steps, works);
  }

  /**
   * Returns whether all slices come from the same attempts. A worker's share is run again if its
   * result is lost, and a share with a time limit may then take another number of steps. Slices of
   * two attempts must not be combined.
   */
  public boolean isOfOneRound(List<SliceMean> means) {
    return means.stream().map(SliceMean::steps).distinct().count() <= 1;
  }

  /**
   * Returns the start of the next round: the mean of where the workers ended.
   *
   * @param start of this round
   * @param means of all slices, in any order
   * @throws IllegalArgumentException if no worker used an example
   */
  public RoundStart next(RoundStart start, List<SliceMean> means) {
    Slices slices = cut(start);
    List<RoundWork> works = means.stream().flatMap(mean -> mean.works().stream()).toList();
    if (works.stream().noneMatch(work -> work.examples() > 0)) {
      throw new IllegalArgumentException(
          "None of the "
              + works.size()
              + " workers of round "
              + start.round()
              + " used an example; nothing can be averaged");
    }
    float[] parameters = new float[slices.parameters()];
    float[] moments = new float[slices.moments()];
    means.parallelStream()
        .forEach(
            mean -> {
              int slice = mean.slice();
              if (slices.isOfParameters(slice)) {
                move(mean, start, slices, parameters);
              } else {
                moments().decode(mean.bytes(), moments, slices.from(slice));
              }
            });
    int steps = works.stream().mapToInt(RoundWork::steps).max().orElse(0);
    return new RoundStart(start.round() + 1, parameters, moments, start.iteration() + steps);
  }

  /** Writes the new values of a parameter slice. */
  private void move(SliceMean mean, RoundStart start, Slices slices, float[] parameters) {
    int from = slices.from(mean.slice());
    int to = slices.to(mean.slice());
    float[] before = start.parameters();
    movements().decode(mean.bytes(), parameters, from);
    if (encoding == Encoding.HALF) {
      for (int i = from; i < to; i++) {
        parameters[i] += before[i];
      }
    }
  }
}
