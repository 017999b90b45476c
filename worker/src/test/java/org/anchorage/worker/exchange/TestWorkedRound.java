/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.RoundSettings.Encoding;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.junit.jupiter.api.Test;

/** The round that docs/architecture.md draws: change both together. */
class TestWorkedRound {

  private static final float[] NO_MOMENTS = {};
  private static final RoundStart START =
      new RoundStart(4, new float[] {0.5f, -1, 0.25f, 2, 1}, NO_MOMENTS, 30);
  private static final List<RoundEnd> ENDS =
      List.of(end(0, 3, 96, 0.75f, -1, 0.5f, 2, 0), end(1, 1, 32, 0.25f, -0.5f, 1, 2.5f, 0.5f));
  private static final float[] MEANS = {0.625f, -0.875f, 0.625f, 2.125f, 0.125f};

  private static RoundEnd end(int worker, int steps, long examples, float... parameters) {
    RoundWork work = new RoundWork(steps, examples, 0, 0, 0, 0, 0);
    return new RoundEnd(worker, parameters, NO_MOMENTS, work);
  }

  private static List<Piece> pieces(Exchange exchange, int slice) {
    return ENDS.stream()
        .flatMap(end -> exchange.pieces(START, end).stream())
        .filter(piece -> piece.slice() == slice)
        .toList();
  }

  private static List<SliceMean> means(Exchange exchange) {
    Slices slices = exchange.send(START).slices();
    return IntStream.range(0, slices.count())
        .mapToObj(slice -> exchange.mean(pieces(exchange, slice), slices))
        .toList();
  }

  private static float[] floats(Codec codec, byte[] bytes) {
    float[] values = new float[codec.count(bytes)];
    codec.decode(bytes, values, 0);
    return values;
  }

  @Test
  void parametersAreThreeSlicesAndTenMomentsFiveMore() {
    Slices slices = new Slices(5, 10, 2);
    assertThat(slices.count()).isEqualTo(8);
    assertThat(IntStream.range(0, 8).map(slices::length)).containsExactly(2, 2, 1, 2, 2, 2, 2, 2);
    assertThat(IntStream.range(0, 8).map(slices::from)).containsExactly(0, 2, 4, 0, 2, 4, 6, 8);
  }

  @Test
  void inFloatsWorkersSendWhereTheyEnded() {
    Exchange exchange = new Exchange(Encoding.FLOAT, 2);
    Codec codec = new FloatCodec();
    List<SliceMean> means = means(exchange);
    float[][][] sent = {{{0.75f, -1}, {0.25f, -0.5f}}, {{0.5f, 2}, {1, 2.5f}}, {{0}, {0.5f}}};
    for (int slice = 0; slice < 3; slice++) {
      List<Piece> pieces = pieces(exchange, slice);
      assertThat(floats(codec, pieces.get(0).bytes())).containsExactly(sent[slice][0]);
      assertThat(floats(codec, pieces.get(1).bytes())).containsExactly(sent[slice][1]);
      assertThat(means.get(slice).steps()).containsExactly(3, 1);
    }
    assertThat(means).extracting(SliceMean::received).containsExactly(16L, 16L, 8L);
    assertThat(means.stream().mapToInt(mean -> mean.bytes().length).sum()).isEqualTo(20);
    assertThat(floats(codec, means.get(0).bytes())).containsExactly(0.625f, -0.875f);
    assertThat(floats(codec, means.get(1).bytes())).containsExactly(0.625f, 2.125f);
    assertThat(floats(codec, means.get(2).bytes())).containsExactly(0.125f);
    assertNext(exchange.next(START, means));
  }

  @Test
  void inHalvesWorkersSendHowFarTheyMoved() {
    Exchange exchange = new Exchange(Encoding.HALF, 2);
    Codec codec = new HalfCodec(Curve.LINEAR);
    List<SliceMean> means = means(exchange);
    assertThat(floats(codec, pieces(exchange, 0).get(0).bytes())).containsExactly(0.25f, 0);
    assertThat(floats(codec, pieces(exchange, 0).get(1).bytes())).containsExactly(-0.25f, 0.5f);
    assertThat(floats(codec, means.get(0).bytes())).containsExactly(0.125f, 0.125f);
    assertThat(floats(codec, means.get(1).bytes())).containsExactly(0.375f, 0.125f);
    assertThat(floats(codec, means.get(2).bytes())).containsExactly(-0.875f);
    assertThat(pieces(exchange, 0)).extracting(piece -> piece.bytes().length).containsOnly(8);
    assertThat(pieces(exchange, 2)).extracting(piece -> piece.bytes().length).containsOnly(6);
    assertNext(exchange.next(START, means));
  }

  @Test
  void aHalfKeepsElevenBits() {
    Codec codec = new HalfCodec(Curve.LINEAR);
    byte[] bytes = codec.encode(new float[] {0.1f}, 0, 1);
    assertThat(floats(codec, bytes)).containsExactly(0.099975586f);
    assertThat(codec.size(1 << 16)).isEqualTo(131_076);
  }

  private static void assertNext(RoundStart next) {
    assertThat(next.parameters()).containsExactly(MEANS);
    assertThat(next.round()).isEqualTo(5);
    assertThat(next.iteration()).isEqualTo(33);
  }
}
