/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TestEpochRecordParser {

  static EpochRecord epoch(int number) {
    Distribution spread = new Distribution(9, 0.5, 0.1, 0.2, 0.4, 0.5, 0.6, 0.9);
    MiningRecord mining =
        new MiningRecord(
            "file:/run/mined/1",
            spread,
            spread,
            Map.of("too_similar", 12L),
            0.25,
            0.75,
            new MiningRecord.Search("cells", 900, 12, 0.953, 50_000));
    return new EpochRecord(
        number,
        number * 4,
        number * 1000L,
        number * 8L,
        0.125,
        0.5,
        321.5,
        8000,
        6000,
        Map.of(Stage.TRAIN, 3.5),
        Map.of("recall_at_1", 0.75),
        mining);
  }

  @Test
  void stagesHaveTheirWrittenNames() {
    for (Stage stage : Stage.values()) {
      String json =
          EpochRecordParser.toJson(
              new EpochRecord(1, 1, 1, 1, 1, 1, 1, 1, 1, Map.of(stage, 0.5), Map.of(), null));
      assertThat(json).contains("\"seconds\":{\"" + stage.written() + "\":0.5}");
      assertThat(EpochRecordParser.fromJson(json).seconds()).containsOnlyKeys(stage);
    }
  }

  @Test
  void comesBackAsItWas() {
    EpochRecord epoch = epoch(3);
    assertThat(EpochRecordParser.fromJson(EpochRecordParser.toJson(epoch))).isEqualTo(epoch);
  }

  @Test
  void keysAreSnakeCaseOnOneLine() {
    assertThat(EpochRecordParser.toJson(epoch(3)))
        .isEqualTo(
            "{\"epoch\":3,\"round\":12,\"images\":3000,\"steps\":24,\"loss\":0.125,"
                + "\"active_share\":0.5,\"images_per_s\":321.5,\"bytes_sent\":8000,"
                + "\"bytes_received\":6000,\"seconds\":{\"train\":3.5},"
                + "\"metrics\":{\"recall_at_1\":0.75},\"mining\":{\"location\":\"file:/run/mined/1\","
                + "\"positives\":{\"count\":9,\"mean\":0.5,\"std\":0.1,\"min\":0.2,\"q25\":0.4,"
                + "\"median\":0.5,\"q75\":0.6,\"max\":0.9},"
                + "\"negatives\":{\"count\":9,\"mean\":0.5,\"std\":0.1,\"min\":0.2,\"q25\":0.4,"
                + "\"median\":0.5,\"q75\":0.6,\"max\":0.9},"
                + "\"rejected\":{\"too_similar\":12},"
                + "\"confusable_before\":0.25,\"confusable_after\":0.75,"
                + "\"search\":{\"kind\":\"cells\",\"cells\":900,\"probes\":12,\"recall\":0.953,"
                + "\"sampled\":50000}}}");
  }

  @Test
  void aLineOfAnEarlierVersionDoesNotSayHowItSearched() {
    String now = EpochRecordParser.toJson(epoch(3));
    String then = now.substring(0, now.indexOf(",\"search\"")) + "}}";
    MiningRecord mining = Objects.requireNonNull(EpochRecordParser.fromJson(then).mining());
    assertThat(mining.search()).isNull();
    assertThat(mining.confusableAfter()).isEqualTo(0.75);
  }

  @Test
  void theTableThatAnEpochWasPlannedByIsThereOnlyIfItWasMinedBeside() {
    EpochRecord epoch = epoch(3).with(new PlannedBy("mined/round-8", 8, 1, "c0ffee"));
    String json = EpochRecordParser.toJson(epoch);
    assertThat(json)
        .endsWith(
            ",\"planned_by\":{\"table\":\"mined/round-8\",\"round\":8,\"age\":1,"
                + "\"checksum\":\"c0ffee\"}}");
    assertThat(EpochRecordParser.fromJson(json)).isEqualTo(epoch);
    assertThat(EpochRecordParser.toJson(epoch(3))).doesNotContain("planned_by");
  }

  @Test
  void nanAndInfinityAreNullAndComeBackAsNan() {
    EpochRecord untrained =
        new EpochRecord(
            0,
            0,
            0,
            0,
            Double.NaN,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            0,
            0,
            Map.of(),
            Map.of("nmi", Double.NaN),
            null);
    String json = EpochRecordParser.toJson(untrained);
    assertThat(json)
        .doesNotContain("NaN", "Infinity")
        .contains("\"loss\":null", "\"images_per_s\":null", "\"nmi\":null", "\"mining\":null");
    EpochRecord back = EpochRecordParser.fromJson(json);
    assertThat(back.loss()).isNaN();
    assertThat(back.imagesPerS()).isNaN();
    assertThat(back.metrics()).containsExactly(Map.entry("nmi", Double.NaN));
    assertThat(back.mining()).isNull();
  }

  @Test
  void aMissingKeyIsRefusedByName() {
    String json = EpochRecordParser.toJson(epoch(1)).replace("\"steps\":8,", "");
    assertThatThrownBy(() -> EpochRecordParser.fromJson(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Not an epoch record")
        .hasMessageContaining("steps");
  }

  @Test
  void aNegativeEpochIsRefused() {
    assertThatThrownBy(() -> epoch(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Epochs count from 0 (untrained), so there is no epoch -1");
  }
}
