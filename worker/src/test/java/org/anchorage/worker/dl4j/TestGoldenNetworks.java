/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks as they were before architectures became data: the first 8 bytes of SHA-256 of their
 * JSON, and of their initial parameters. What differs would read old checkpoints wrongly, or not at
 * all.
 */
class TestGoldenNetworks {

  @ParameterizedTest
  @CsvSource({
    "c2f2, true, triplet, 83d8316d23568d47, caeaf2ba34ccfd11, 8cb3bf47bbf74554, abf0f4a4ae466973",
    "c2f2, true, proxy-anchor, ed769308f48919cc, d143b8d416582298, 8cb3bf47bbf74554, 1d58152d9b0bb103",
    "c2f2, false, triplet, 87e2896c6a2024b9, 1c2b3285588526c1, b70d7c4cecdfc8bf, 490315541c983ca7",
    "c2f2, false, proxy-anchor, eee5762073721a8c, b4dfd7b0399f05fa, b70d7c4cecdfc8bf, 5c061438b87c40ee",
    "residual, true, triplet, 44e2faf3e50dd275, 46d3773772cc8e3f, 93a3993cafbdfc7d, cdc492060b582168",
    "residual, true, proxy-anchor, 114e66a358dd9eef, 6a42809dd4281c2a, 93a3993cafbdfc7d, c9dffa8d075dfc2e",
    "residual, false, triplet, e1d143560d939435, 2e45801b5932dd98, f52c585fd1c55542, 4bb485577d8a72bf",
    "residual, false, proxy-anchor, e0ec771ae8313939, 72cb24a575e2fe81, f52c585fd1c55542, 75720aa38ed32368"
  })
  void theyAreWhatTheyWere(
      String encoder,
      String normalise,
      String name,
      String own,
      String stock,
      String exported,
      String parameters) {
    Settings settings =
        Batch.small(encoder, "loss.name=" + name, "embedding.normalise=" + normalise);
    RankingLoss loss = RankingLosses.of(settings.loss(), 4);
    ComputationGraph network = Encoders.create(settings, loss);
    float[] embedding = HostCopy.read(Encoders.embedding(settings).params());

    assertThat(json(network)).isEqualTo(own);
    assertThat(json(StockNetwork.training(settings, loss))).isEqualTo(stock);
    assertThat(json(StockNetwork.embedding(settings, embedding))).isEqualTo(exported);
    float[] drawn = HostCopy.read(network.params());
    assertThat(digest(bytes(drawn))).isEqualTo(parameters);
    assertThat(HostCopy.read(StockNetwork.training(settings, loss).params())).isEqualTo(drawn);
    assertThat(embedding).isEqualTo(Encoders.embeddingParameters(settings, drawn));
  }

  private static String json(ComputationGraph network) {
    return digest(network.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(whole, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
