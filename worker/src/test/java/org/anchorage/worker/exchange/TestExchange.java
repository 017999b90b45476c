/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.config.RoundSettings.Encoding;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestExchange {

  private static final float[] NONE = {};

  private static RoundWork work(int steps, long examples) {
    return new RoundWork(steps, examples, 0, 0, 0, 0, 0);
  }

  private static RoundStart start(float... parameters) {
    return new RoundStart(4, parameters, NONE, 10);
  }

  /** The whole way: cut, met in groups, put together; slices and pieces in a shuffled order. */
  private static RoundStart next(Exchange exchange, RoundStart start, List<RoundEnd> ends) {
    return exchange.next(start, means(exchange, start, ends, new Seed(5)));
  }

  private static List<SliceMean> means(
      Exchange exchange, RoundStart start, List<RoundEnd> ends, Seed order) {
    Slices slices = exchange.send(start).slices();
    List<List<Piece>> met = new ArrayList<>();
    for (int i = 0; i < slices.count(); i++) {
      met.add(new ArrayList<>());
    }
    for (RoundEnd end : ends) {
      exchange.pieces(start, end).forEach(piece -> met.get(piece.slice()).add(piece));
    }
    List<SliceMean> means = new ArrayList<>();
    for (List<Piece> pieces : met) {
      if (!pieces.isEmpty()) {
        Collections.shuffle(pieces, new java.util.Random(order.value()));
        means.add(exchange.mean(pieces, slices));
      }
    }
    Collections.shuffle(means, new java.util.Random(order.value()));
    return means;
  }

  private static float finite(SplittableRandom random) {
    float value = Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(value) ? value : 0f;
  }

  private static float[] noise(int length, double size, int seed) {
    SplittableRandom random = new Seed(seed).generator();
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (size * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  private static float[] sum(float[] a, float[] b) {
    float[] sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  @Test
  void inFloatsTheMeanOfOneIsExactlyWhereItEnded() {
    SplittableRandom random = new Seed(1).generator();
    float[] before = new float[10_000];
    float[] after = new float[before.length];
    for (int i = 0; i < before.length; i++) {
      // Bits of any float: signs that flip, subnormals, scales that start + (end - start) loses.
      before[i] = finite(random);
      after[i] = finite(random);
    }
    RoundEnd end = new RoundEnd(0, after, NONE, work(3, 77));
    Exchange exchange = new Exchange(Encoding.FLOAT, 999);
    assertThat(next(exchange, start(before), List.of(end)).parameters()).isEqualTo(after);
  }

  @Test
  void inHalvesTheMeanOfOneIsItsMovementRoundedOnce() {
    float[] before = noise(5000, 1, 1);
    float[] after = sum(before, noise(5000, 1e-3, 2));
    float[] moments = noise(7000, 1e-4, 3);
    RoundStart start = new RoundStart(0, before, new float[7000], 0);
    RoundStart next =
        next(
            new Exchange(Encoding.HALF, 1000),
            start,
            List.of(new RoundEnd(0, after, moments, work(2, 9))));
    Codec movement = new HalfCodec(Curve.LINEAR);
    Codec root = new HalfCodec(Curve.ROOT);
    float[] rounded = new float[1000];
    for (int from = 0; from < 7000; from += 1000) {
      if (from < 5000) {
        float[] moved = new float[1000];
        for (int i = 0; i < 1000; i++) {
          moved[i] = after[from + i] - before[from + i];
        }
        movement.decode(movement.encode(moved, 0, 1000), rounded, 0);
        for (int i = 0; i < 1000; i++) {
          assertThat(next.parameters()[from + i]).isEqualTo(before[from + i] + rounded[i]);
        }
      }
      root.decode(root.encode(moments, from, from + 1000), rounded, 0);
      for (int i = 0; i < 1000; i++) {
        assertThat(next.optimiserState()[from + i]).isEqualTo(rounded[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void slicesAndOrdersAgreeWithTheMeanInOnePiece(Encoding encoding) {
    int workers = 5;
    float[] before = noise(2345, 1, 11);
    RoundStart start = new RoundStart(3, before, noise(4690, 1e-3, 12), 7);
    List<RoundEnd> ends = new ArrayList<>();
    long total = 0;
    for (int worker = 0; worker < workers; worker++) {
      long examples = 10 + 3L * worker;
      total += examples;
      ends.add(
          new RoundEnd(
              worker,
              sum(before, noise(2345, 1e-2, 20 + worker)),
              noise(4690, 1e-3, 30 + worker),
              work(2 + worker, examples)));
    }
    Exchange exchange = new Exchange(encoding, 100);
    RoundStart next = next(exchange, start, ends);
    RoundStart other = exchange.next(start, means(exchange, start, ends, new Seed(99)));
    assertThat(other.parameters()).isEqualTo(next.parameters());
    assertThat(other.optimiserState()).isEqualTo(next.optimiserState());
    assertThat(next.round()).isEqualTo(4);
    assertThat(next.iteration()).isEqualTo(7 + 6);

    float tolerance = encoding == Encoding.FLOAT ? 0 : 2e-5f;
    for (int i = 0; i < before.length; i++) {
      double mean = 0;
      for (RoundEnd end : ends) {
        mean += end.work().examples() * (double) end.parameters()[i];
      }
      assertThat(next.parameters()[i]).isCloseTo((float) (mean / total), within(tolerance));
    }
    for (int i = 0; i < 4690; i++) {
      double mean = 0;
      for (RoundEnd end : ends) {
        mean += end.work().examples() * (double) end.optimiserState()[i];
      }
      assertThat(next.optimiserState()[i])
          .isCloseTo((float) (mean / total), within(tolerance * 1e-1f));
    }
  }

  @Test
  void workersWeighByTheExamplesTheyUsed() {
    RoundStart start = new RoundStart(4, new float[] {0, 0}, new float[1], 10);
    RoundEnd much = new RoundEnd(0, new float[] {4, 8}, new float[] {1}, work(3, 30));
    RoundEnd little = new RoundEnd(1, new float[] {8, 0}, new float[] {5}, work(1, 10));
    for (Encoding encoding : Encoding.values()) {
      RoundStart next = next(new Exchange(encoding), start, List.of(much, little));
      assertThat(next.parameters()).containsExactly(5, 6);
      assertThat(next.optimiserState()[0]).isCloseTo(2, within(1e-2f));
      assertThat(next.round()).isEqualTo(5);
      assertThat(next.iteration()).isEqualTo(13);
    }
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void whatIsSentArrives(Encoding encoding) {
    Exchange exchange = new Exchange(encoding, 64);
    RoundStart first = new RoundStart(3, noise(150, 1, 1), noise(300, 1, 2), 40);
    // What the driver holds of moments has crossed before, and loses nothing more.
    RoundStart held = exchange.receive(exchange.send(first));
    RoundStart received = exchange.receive(exchange.send(held));
    assertThat(received.round()).isEqualTo(3);
    assertThat(received.iteration()).isEqualTo(40);
    assertThat(held.parameters()).isEqualTo(first.parameters());
    assertThat(received.parameters()).isEqualTo(first.parameters());
    assertThat(received.optimiserState()).isEqualTo(held.optimiserState());
    assertThat(exchange.send(first).slices().count()).isEqualTo(3 + 5);
  }

  @Test
  void bytesAreCountedAsTheyAreEncoded() {
    RoundStart start = new RoundStart(0, new float[1000], new float[2000], 0);
    List<RoundEnd> ends =
        List.of(
            new RoundEnd(0, new float[1000], new float[2000], work(1, 1)),
            new RoundEnd(1, new float[1000], new float[2000], work(1, 1)));
    for (Encoding encoding : Encoding.values()) {
      Exchange exchange = new Exchange(encoding, 500);
      long up =
          means(exchange, start, ends, new Seed(1)).stream().mapToLong(SliceMean::received).sum();
      boolean half = encoding == Encoding.HALF;
      assertThat(exchange.send(start).size()).isEqualTo(half ? 4000 + 4016 : 12_000);
      assertThat(up).isEqualTo(2L * (half ? 2008 + 4016 : 12_000));
      assertThat(2 * exchange.bytes(exchange.send(start).slices())).isEqualTo(up);
    }
  }

  @Test
  void aWorkerWithoutExamplesDoesNotPullTheMean() {
    RoundEnd idle = new RoundEnd(0, new float[] {9}, NONE, work(0, 0));
    RoundEnd busy = new RoundEnd(1, new float[] {2}, NONE, work(1, 4));
    Exchange exchange = new Exchange(Encoding.FLOAT);
    assertThat(next(exchange, start(1), List.of(idle, busy)).parameters()).containsExactly(2);
    assertThat(exchange.pieces(start(1), idle)).singleElement().satisfies(this::isEmpty);
  }

  private void isEmpty(Piece piece) {
    assertThat(piece.bytes()).isEmpty();
  }

  @Test
  void aRoundWithoutExamplesIsRefused() {
    RoundEnd idle = new RoundEnd(0, new float[1], NONE, work(0, 0));
    assertThatThrownBy(() -> next(new Exchange(Encoding.HALF), start(1), List.of(idle)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("None of the 1 workers of round 4 used an example; nothing can be averaged");
  }

  @Test
  void twentyFiveMillionParametersFit() {
    int length = 25_000_000;
    float[] before = noise(length, 1, 1);
    RoundStart start = start(before);
    Exchange exchange = new Exchange(Encoding.HALF);
    Slices slices = exchange.send(start).slices();
    float[] moved = before.clone();
    for (int i = 0; i < length; i += 1000) {
      moved[i] += 0.5f;
    }
    List<Piece> first = exchange.pieces(start, new RoundEnd(0, moved, NONE, work(1, 1)));
    List<Piece> second = exchange.pieces(start, new RoundEnd(1, before, NONE, work(1, 3)));
    List<SliceMean> means = new ArrayList<>();
    for (int slice = 0; slice < slices.count(); slice++) {
      means.add(exchange.mean(List.of(second.get(slice), first.get(slice)), slices));
    }
    float[] after = exchange.next(start, means).parameters();
    assertThat(slices.count()).isEqualTo(382);
    for (int i = 0; i < length; i++) {
      float expected = i % 1000 == 0 ? before[i] + 0.125f : before[i];
      if (after[i] != expected) {
        // Where a half unit is lost in the sum with its start.
        assertThat(after[i]).isCloseTo(expected, within(1e-6f));
      }
    }
  }

  @Test
  void slicesOfTwoTriesThatWentDifferentlyFarAreNotOneRound() {
    Exchange exchange = new Exchange(Encoding.FLOAT, 2);
    RoundStart start = start(0, 0, 0, 0);
    RoundEnd other = new RoundEnd(0, new float[] {1, 1, 1, 1}, NONE, work(4, 8));
    RoundEnd first = new RoundEnd(1, new float[] {1, 2, 3, 4}, NONE, work(2, 4));
    RoundEnd second = new RoundEnd(1, new float[] {5, 6, 7, 8}, NONE, work(3, 6));
    List<SliceMean> whole = means(exchange, start, List.of(other, first), new Seed(1));
    List<SliceMean> again = means(exchange, start, List.of(other, second), new Seed(1));
    assertThat(exchange.isOfOneRound(whole)).isTrue();
    assertThat(exchange.isOfOneRound(again)).isTrue();
    int last = whole.get(0).slice();
    assertThat(
            exchange.isOfOneRound(
                List.of(
                    whole.get(0),
                    again.stream().filter(mean -> mean.slice() != last).findFirst().orElseThrow())))
        .isFalse();
  }
}
