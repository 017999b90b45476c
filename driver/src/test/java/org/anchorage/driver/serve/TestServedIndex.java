/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.calibrate.Calibrator;
import org.anchorage.driver.index.calibrate.Drawing;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.index.log.SampleLog;
import org.anchorage.driver.serve.Running.Answer;
import org.anchorage.driver.serve.live.Current;
import org.anchorage.driver.serve.live.Follower;
import org.anchorage.driver.serve.live.IndexOpener;
import org.anchorage.driver.serve.live.Opened;
import org.anchorage.driver.serve.live.Published;
import org.anchorage.driver.serve.live.Served;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real index, its network and its log behind the server. */
class TestServedIndex {

  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  private final IndexOpener opener =
      new IndexOpener(HADOOP, SettingsReader.defaults().settings().serve(), new ServerMetrics());

  @AfterEach
  void closeWriters() {
    opener.close();
  }

  private Published published() throws java.io.IOException {
    return Published.at(SampleLog.embedding(directory.resolve("index")), HADOOP);
  }

  private static Served served(Opened opened) {
    return new Current(opened).with(Opened::served);
  }

  @Test
  void searchesAddsAndDeletes() throws Exception {
    Published published = published();
    byte[] image = FakeIndex.image(new Color(200, 100, 50));
    String base64 = Base64.getEncoder().encodeToString(image);
    try (Running running = Running.withToken(served(opener.open(published)), directory)) {
      assertThat(running.get("/v1/index").json().get("items").asInt()).isEqualTo(50);
      Answer found = running.post("/v1/search?k=5", "image/png", image);
      assertThat(found.json().get("hits")).hasSize(5);
      Answer added =
          running.post(
              "/v1/items",
              "{\"items\": [{\"id\": \"mine\", \"class\": \"new\", \"image\": \"%s\"}]}"
                  .formatted(base64));
      assertThat(added.json().get("items").asInt()).isEqualTo(51);
      Answer again = running.post("/v1/search?k=1", "image/png", image);
      assertThat(again.json().at("/hits/0/item/id").asText()).isEqualTo("mine");
      assertThat(again.json().at("/hits/0/distance").asDouble()).isZero();
      assertThat(running.get("/v1/items/thumbnail?id=mine").status()).isEqualTo(200);
      assertThat(running.get("/v1/search?id=mine&k=1").json().at("/hits/0/item/id").asText())
          .isNotEqualTo("mine");
      assertThat(running.delete("/v1/items?id=mine&id=none").json().get("items").asInt())
          .isEqualTo(50);
      assertThat(running.get("/v1/counts").json().get("counts").has("class")).isTrue();
    }
  }

  @Test
  void tellsWhatCalibrationMeasured() throws Exception {
    Published published = published();
    try (Running running = Running.withToken(served(opener.open(published)), directory)) {
      assertThat(running.get("/v1/thresholds").json().toString())
          .isEqualTo("{\"points\":[],\"roc\":[]}");
      try (Index index = Index.open(published.location(), HADOOP, 1)) {
        Calibrator calibrator = new Calibrator(index, HADOOP);
        calibrator.write(calibrator.ofResults(Drawing.USUAL, List.of()));
      }
      // It is there without a swap.
      JsonNode told = running.get("/v1/thresholds").json();
      assertThat(told.get("points").size()).isBetween(10, 250);
      assertThat(told.at("/measured/pairs").asText()).isEqualTo("results");
      assertThat(told.at("/measured/split").asText()).isEqualTo("test");
      assertThat(told.at("/measured/items").asInt()).isEqualTo(10);
      assertThat(told.get("area").asDouble()).isBetween(0.3, 0.7);
      Path file = directory.resolve("index/thresholds.json");
      Files.writeString(file, Files.readString(file).replace("\"area\":0", "\"area\":1"));
      assertThat(running.get("/v1/thresholds").json().get("points")).isEmpty();
    }
  }

  @Test
  void anotherWriterIsNotDisturbed() throws Exception {
    Published published = published();
    try (Running running = Running.withToken(served(opener.open(published)), directory);
        IndexWriter other = IndexWriter.open(published.location(), HADOOP, 100)) {
      Answer refused = running.delete("/v1/items?id=base-500");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.detail())
          .isEqualTo("Another program writes to this index now; ask again later");
      assertThat(other.delete(java.util.List.of("base-500"))).isEmpty();
      try (Follower follower =
          new Follower(
              () -> Published.at(published.location(), HADOOP),
              opener::open,
              published,
              running.server.current(),
              running.metrics)) {
        assertThat(running.get("/v1/index").json().get("items").asInt()).isEqualTo(50);
        follower.look();
        assertThat(running.get("/v1/index").json().get("items").asInt()).isEqualTo(49);
        // A compaction writes another generation.
        assertThat(other.compact()).isTrue();
        follower.look();
        assertThat(running.get("/v1/index").json().get("version").asText()).startsWith("2.");
        assertThat(running.get("/v1/search?id=base-501&k=3").json().get("hits")).hasSize(3);
        assertThat(running.metric("anchorage_index_swaps_total{outcome=\"swapped\"}")).isEqualTo(1);
      }
    }
  }

  /** What the writer refuses is the asker's error, and is told without the place of the index. */
  @Test
  void refusesItemsThatTheIndexCannotHold() throws Exception {
    try (Running running = Running.withToken(served(opener.open(published())), directory)) {
      String number = "1e18" + zeros(running);
      Answer far = add(running, "{\"id\": \"far\", \"vector\": [" + number + "]}");
      assertThat(far.status()).isEqualTo(400);
      assertThat(far.code()).isEqualTo("bad_item");
      assertThat(far.detail())
          .startsWith("Cannot add far: ")
          .contains("far: its vector is 1.000e+18 long, and those of the index");
      String zeros = number.replace("1e18", "0");
      String id = "i".repeat(10_001);
      Answer name = add(running, "{\"id\": \"" + id + "\", \"vector\": [" + zeros + "]}");
      assertThat(name.status()).isEqualTo(400);
      assertThat(name.detail())
          .contains("its id has 10001 characters, and 10000 are the most")
          .doesNotContain(directory.toString());
      assertThat(running.get("/v1/index").json().get("items").asInt()).isEqualTo(50);
    }
  }

  /** Returns all numbers of a vector but the first. */
  private static String zeros(Running running) {
    return ", 0".repeat(running.get("/v1/index").json().get("dim").asInt() - 1);
  }

  private static Answer add(Running running, String item) {
    return running.post("/v1/items", "{\"items\": [" + item + "]}");
  }

  /** An index of tonight's model lies where the served one lay, and is not served yet. */
  @Test
  void anIndexThatWasMadeAnewTakesNothingOfTheOldNetwork() throws Exception {
    Published published = published();
    try (Running running = Running.withToken(served(opener.open(published)), directory)) {
      org.apache.hadoop.fs.Path place = published.location();
      assertThat(place.getFileSystem(HADOOP).delete(place, true)).isTrue();
      SampleLog.ofAnotherNetwork(directory.resolve("index"));
      String numbers = "0" + zeros(running);
      Answer answer = add(running, "{\"id\": \"mine\", \"vector\": [" + numbers + "]}");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.code()).isEqualTo("other_index");
      try (IndexWriter after = IndexWriter.open(published.location(), HADOOP, 100)) {
        assertThat(after.info().items()).isEqualTo(50);
      }
    }
  }

  @Test
  void anIndexOfAnOldFormatTakesNoChanges() throws Exception {
    unzip("index/");
    Published old =
        Published.at(new org.apache.hadoop.fs.Path(directory.resolve("index").toUri()), HADOOP);
    try (Running running = Running.withToken(served(opener.open(old)), directory)) {
      assertThat(running.get("/v1/index").json().get("writable").asBoolean()).isFalse();
      Answer answer = running.delete("/v1/items?id=any");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.code()).isEqualTo("not_writable");
      assertThat(answer.response().headers().firstValue("Retry-After")).isEmpty();
      assertThat(answer.detail())
          .isEqualTo(
              "This index has an older format, and takes no changes; make it again by ./anchorage"
                  + " index");
    }
  }

  /** Takes a directory out of the artifacts of an old version. */
  private void unzip(String name) throws IOException {
    try (ZipInputStream zip =
        new ZipInputStream(
            java.util.Objects.requireNonNull(
                TestServedIndex.class.getResourceAsStream("/artifacts/0.1/artifacts.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().startsWith(name) && !entry.isDirectory()) {
          Path file = directory.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }
}
