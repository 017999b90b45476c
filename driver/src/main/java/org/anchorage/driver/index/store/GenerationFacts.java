/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What is known of a generation; in its directory the file {@value #FILE}.
 *
 * @param kind {@code exact} or {@code ivf}
 * @param coding {@code float}, {@code half} or {@code int8}
 * @param recall recall@10 that was named
 * @param measured recall@10 of a search of all shards, measured on items of all of them
 * @param dim floats of a vector
 * @param pictureSide pixels of a picture's longer side; 0 if there are no pictures
 * @param seed of the lists
 * @param shards in the order of rows
 */
public record GenerationFacts(
    String kind,
    String coding,
    double recall,
    double measured,
    int dim,
    int pictureSide,
    long seed,
    List<ShardFacts> shards) {

  static final String FILE = "index.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * Returns the facts of shards that were made by a plan. If they answered for a sample of all
   * items, each looks into so many lists that a search of all of them reaches the recall.
   */
  static GenerationFacts of(BuildPlan plan, int dim, List<WrittenShard> shards) {
    List<ShardFacts> facts = shards.stream().map(WrittenShard::facts).toList();
    List<ShardAnswers> answers =
        shards.stream().map(WrittenShard::answers).filter(Objects::nonNull).toList();
    double measured = mean(facts);
    if (!answers.isEmpty() && answers.size() == shards.size()) {
      MergedRecall merged = MergedRecall.of(answers, plan.recall());
      measured = merged.share();
      facts =
          IntStream.range(0, shards.size())
              .mapToObj(
                  i -> shards.get(i).facts().with(answers.get(i).probings().get(merged.effort())))
              .toList();
    }
    return new GenerationFacts(
        plan.exact() ? "exact" : "ivf",
        plan.coding().name().toLowerCase(Locale.ROOT),
        plan.exact() ? 1 : plan.recall(),
        measured,
        dim,
        plan.pictureSide(),
        plan.seed(),
        facts);
  }

  private static double mean(List<ShardFacts> shards) {
    long items = shards.stream().mapToLong(ShardFacts::items).sum();
    double found = shards.stream().mapToDouble(shard -> shard.measured() * shard.items()).sum();
    return items == 0 ? 1 : found / items;
  }

  /** Returns how many items there are. */
  long items() {
    return shards.stream().mapToLong(ShardFacts::items).sum();
  }

  /** Returns how many lists there are. */
  int lists() {
    return shards.stream().mapToInt(ShardFacts::lists).sum();
  }

  /** Returns how many lists a query looks into. */
  int probes() {
    return shards.stream().mapToInt(ShardFacts::probes).sum();
  }

  byte[] written() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  static GenerationFacts read(byte[] json) throws IOException {
    return JSON.readValue(json, GenerationFacts.class);
  }
}
