/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.serve.Running.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be asked, in each of the forms in which it can be asked. */
class TestSearching {

  private static final byte[] RED = FakeIndex.image(new Color(250, 0, 0));
  private static final String BASE64 = Base64.getEncoder().encodeToString(RED);

  private static Running running;

  @BeforeAll
  static void start() throws IOException {
    running = Running.open(new FakeIndex(), "serve.max-k=20", "serve.searches=3");
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  private static List<String> ids(Answer answer) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return StreamSupport.stream(answer.json().get("hits").spliterator(), false)
        .map(hit -> hit.get("item").get("id").asText())
        .toList();
  }

  private static List<String> shades(String colour, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> colour + "/" + i).toList();
  }

  private static Answer search(String json) {
    return running.post("/v1/search", json);
  }

  @Test
  void findsByAnImageInEveryForm() throws IOException {
    List<String> expected = shades("red", 0, 3);
    assertThat(ids(search("{\"image\": \"" + BASE64 + "\", \"k\": 3}"))).isEqualTo(expected);
    assertThat(ids(running.post("/v1/search?k=3", "image/png", RED))).isEqualTo(expected);
    assertThat(ids(running.post("/v1/search", "multipart/form-data; boundary=xx", form("k", "3"))))
        .isEqualTo(expected);
    assertThat(ids(search("{\"vector\": [0.98, 0, 0], \"k\": 3}"))).isEqualTo(expected);
  }

  private static byte[] form(String name, String value) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--xx\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
            .getBytes(StandardCharsets.UTF_8));
    String head =
        String.join(
            "\r\n",
            "--xx",
            "Content-Disposition: form-data; name=\"image\"; filename=\"../q.png\"",
            "Content-Type: image/png",
            "",
            "");
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(RED);
    body.writeBytes("\r\n--xx--\r\n".getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  @Test
  void findsMoreLikeAnItemAndLeavesItOut() {
    assertThat(ids(running.get("/v1/search?id=red%2F0&k=2"))).isEqualTo(shades("red", 1, 3));
    assertThat(ids(search("{\"id\": \"red/0\", \"k\": 2}"))).isEqualTo(shades("red", 1, 3));
  }

  @Test
  void findsBySeveralWithWeights() {
    Answer both =
        search(
            "{\"queries\": [{\"id\": \"red/0\"}, {\"image\": \"%s\", \"weight\": 2},"
                    .formatted(BASE64)
                + " {\"vector\": [0, 1, 0], \"weight\": -0.5}], \"k\": 1}");
    // Without green, and without the item itself.
    assertThat(ids(both)).containsExactly("red/1");
    assertThat(search("{\"queries\": [{\"id\": \"red/0\", \"weight\": -1}]}").detail())
        .contains("give one a positive weight");
    assertThat(search("{\"queries\": [{\"weight\": 1}]}").code()).isEqualTo("no_query");
  }

  @Test
  void filtersPagesAndCuts() {
    assertThat(ids(search("{\"id\": \"red/0\", \"where\": \"class=blue\", \"k\": 20}")))
        .hasSize(10)
        .allMatch(id -> id.startsWith("blue/"));
    assertThat(ids(running.get("/v1/search?id=red%2F0&k=3&offset=2")))
        .isEqualTo(shades("red", 3, 6));
    Answer page = running.get("/v1/search?id=red%2F0&k=3&offset=2");
    assertThat(page.json().get("hits").get(0).get("rank").asInt()).isEqualTo(3);
    assertThat(page.json().get("offset").asInt()).isEqualTo(2);
    assertThat(page.json().get("matching").asInt()).isEqualTo(29);
    assertThat(ids(search("{\"vector\": [0.98, 0, 0], \"threshold\": 0.001, \"k\": 20}")))
        .hasSize(1);
  }

  @Test
  void effortIsByRequest() {
    assertThat(search("{\"id\": \"red/0\", \"effort\": \"exact\"}").json().get("exact").asBoolean())
        .isTrue();
    assertThat(running.get("/v1/search?id=red%2F0&effort=7").json().get("probes").asInt())
        .isEqualTo(7);
    assertThat(search("{\"id\": \"red/0\", \"effort\": \"all\"}").detail())
        .isEqualTo("'effort' must be calibrated, exact, or a number of lists of at least 1");
  }

  @Test
  void answersABatchInItsOrder() {
    Answer batch =
        running.post(
            "/v1/search/batch",
            "{\"searches\": [{\"id\": \"blue/0\", \"k\": 1}, {\"image\": \"%s\", \"k\": 1}]}"
                .formatted(BASE64));
    assertThat(batch.json().at("/results/0/hits/0/item/id").asText()).isEqualTo("blue/1");
    assertThat(batch.json().at("/results/1/hits/0/item/id").asText()).isEqualTo("red/0");
    assertThat(
            running
                .post("/v1/search/batch", "{\"searches\": [{\"id\": \"blue/0\"}, {\"k\": 1}]}")
                .detail())
        .startsWith("searches[1]: A search is by one of image, vector, id and queries");
    assertThat(running.post("/v1/search/batch", "{\"searches\": [{}, {}, {}, {}]}").detail())
        .isEqualTo("'searches' has 4 entries; it must have 1 to 3");
    assertThat(running.post("/v1/search/batch", "{}").status()).isEqualTo(400);
    assertThat(running.post("/v1/search/batch", "{\"searches\": [null]}").status()).isEqualTo(400);
  }

  @Test
  void refusesNumbersOutOfRange() {
    for (String k : List.of("0", "-1", "1000000000", "21")) {
      assertThat(search("{\"id\": \"red/0\", \"k\": " + k + "}").detail())
          .isEqualTo("'k' is " + k + "; it must be 1 to 20");
    }
    assertThat(search("{\"id\": \"red/0\", \"k\": 10000000000}").status()).isEqualTo(400);
    assertThat(running.get("/v1/search?id=red%2F0&k=15&offset=10").detail())
        .isEqualTo("'k' is 15; it must be 1 to 10");
    assertThat(search("{\"id\": \"red/0\", \"threshold\": -1}").detail())
        .isEqualTo("'threshold' is -1.0; a distance is 0 or more");
    assertThat(search("{\"id\": \"red/0\", \"rerank\": 5000}").detail())
        .isEqualTo("'rerank' is 5000; it must be 1 to 2000");
    assertThat(search("{\"id\": \"red/0\", \"fold\": 0.1, \"rerank\": 5}").status()).isEqualTo(200);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    Answer unknown = search("{\"id\": \"red/0\", \"limit\": 5}");
    assertThat(unknown.code()).isEqualTo("unknown_field");
    assertThat(unknown.detail())
        .isEqualTo(
            "There is no field 'limit'; there are effort, fold, id, image, k, offset, queries,"
                + " rerank, threshold, vector, where");
    assertThat(search("{\"queries\": [{\"idd\": \"red/0\"}]}").detail())
        .startsWith("There is no field 'queries[0].idd'; there are id");
    assertThat(running.get("/v1/search?id=red%2F0&limit=5").detail())
        .startsWith("There is no field 'limit'");
    assertThat(running.get("/v1/items?id=red%2F0&x=5").detail())
        .isEqualTo("There is no parameter 'x' here; this takes id");
    assertThat(search("{\"id\": \"red/0\", \"where\": \"size=9\"}").detail())
        .isEqualTo("No item has an attribute 'size' to filter by; there are class, split, shade");
    assertThat(search("{\"id\": \"pink/0\"}").status()).isEqualTo(404);
    assertThat(search("{\"id\": \"red/0\", \"k\": 1, \"k\": 2}").status()).isEqualTo(400);
  }

  @Test
  void refusesWrongTypes() {
    assertThat(search("{\"id\": \"red/0\", \"k\": \"5\"}").detail())
        .isEqualTo("'k' must be a whole number");
    assertThat(search("{\"id\": \"red/0\", \"k\": 2.5}").detail())
        .isEqualTo("'k' must be a whole number");
    assertThat(search("{\"vector\": \"1,2,3\"}").detail())
        .isEqualTo("'vector' cannot be read; look at its value");
    assertThat(search("{\"vector\": [1, 2]}").detail())
        .isEqualTo(
            "The vector has 2 numbers; those of this index have 3. Embed with its own network");
    assertThat(search("{\"vector\": [1, 2, 1e300]}").detail())
        .isEqualTo("A number of the vector is too large for a float");
    assertThat(search("{\"image\": \"https://example.org/a.png\"}").detail())
        .isEqualTo("'image' must be an image in base64; a URL is never fetched");
    assertThat(search("[1]").code()).isEqualTo("bad_json");
    assertThat(search("{\"id\": ").detail())
        .startsWith("The body is not a JSON object that can be read (line 1, column");
    assertThat(search("null").code()).isEqualTo("bad_json");
    assertThat(search("{} {}").code()).isEqualTo("bad_json");
    assertThat(search("{\"effort\": " + "[".repeat(5000)).code()).isEqualTo("wrong_value");
    assertThat(running.post("/v1/search", "text/plain", RED).status()).isEqualTo(415);
    assertThat(running.post("/v1/search", "multipart/form-data; boundary=yy", RED).detail())
        .startsWith("The body is not multipart/form-data that can be read");
  }

  @Test
  void refusesManySmallValues() throws IOException {
    String many = "{},".repeat(700_000) + "{}";
    for (Answer answer :
        List.of(
            running.post("/v1/search/batch", "{\"searches\": [" + many + "]}"),
            search("{\"queries\": [" + many + "]}"),
            search("{\"id\": \"red/0\", \"effort\": [" + many + "]}"),
            running.post(
                "/v1/search",
                "multipart/form-data; boundary=xx",
                form("queries", "[" + many + "]")))) {
      assertThat(answer.code()).isEqualTo("bad_json");
      assertThat(answer.detail()).isEqualTo("The JSON has too many values; send fewer at once");
    }
    byte[] other = "{\"id\": \"red/0\"}".getBytes(StandardCharsets.UTF_16BE);
    assertThat(running.post("/v1/search", "application/json", other).detail())
        .isEqualTo(
            "The JSON is not UTF-8 from its byte 0 on (0x00; the first byte is 0); send it in"
                + " UTF-8");
    assertThat(search("{\"id\": \"red/0\", \"effort\": [1, [2]]}").code())
        .isEqualTo("out_of_range");
    assertThat(search("{\"id\": \"red/0\", \"effort\": null}").status()).isEqualTo(200);
  }

  /** A sign in the place of what is no UTF-8 would be searched for, and stored. */
  @Test
  void refusesTextsThatAreNotUtf8() throws IOException {
    byte[] latin = "{\"id\": \"gr\u00fc\u00dfe\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] longer = "{\"id\": \"_/\"}".getBytes(StandardCharsets.ISO_8859_1);
    longer[8] = (byte) 0xc0;
    longer[9] = (byte) 0xaf;
    byte[] cut = "{\"id\": \"gr\u00fc".getBytes(StandardCharsets.UTF_8);
    String said = "The JSON is not UTF-8 from its byte %d on (0x%s; the first byte is 0); send it";
    for (String path : List.of("/v1/search", "/v1/search/batch")) {
      Answer answer = running.post(path, "application/json", latin);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("bad_json");
      assertThat(answer.detail()).startsWith(said.formatted(10, "FC"));
      assertThat(running.post(path, "application/json", longer).detail())
          .startsWith(said.formatted(8, "C0"));
      assertThat(running.post(path, "application/json", Arrays.copyOf(cut, 11)).detail())
          .startsWith(said.formatted(10, "C3"));
    }
    byte[] form =
        new String(form("where", "class=red"), StandardCharsets.ISO_8859_1)
            .replace("class=red", "class=r\u00e9d")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(running.post("/v1/search", "multipart/form-data; boundary=xx", form).detail())
        .isEqualTo(
            "The part 'where' is not UTF-8 from its byte 7 on (0xE9; the first byte is 0); send it"
                + " in UTF-8");
    assertThat(running.get("/v1/search?id=%FF").code()).isEqualTo("bad_query");
    assertThat(search("{\"id\": \"gr\u00fc\u00dfe \ud83d\ude00\"}").code()).isEqualTo("no_item");
  }

  @Test
  void theTypeOfABodyComesBeforeItsFields() {
    for (String path : List.of("/v1/search?kk=5", "/v1/search/batch?kk=5")) {
      assertThat(running.post(path, "text/plain", RED).status()).isEqualTo(415);
      assertThat(running.post(path, "{}").detail())
          .isEqualTo("There is no parameter 'kk' beside JSON; give all fields in the JSON");
    }
  }

  @Test
  void aThresholdMayBeAPrecision() {
    for (Answer answer :
        List.of(
            running.get("/v1/search?id=red%2F0&threshold=precision=0.9&k=20"),
            running.post("/v1/search?threshold=precision%3D.9&k=20", "image/png", RED),
            search("{\"id\": \"red/0\", \"threshold\": \"precision=0.5\", \"k\": 20}"))) {
      assertThat(ids(answer)).allMatch(id -> id.startsWith("red/"));
      assertThat(answer.json().get("threshold").asDouble()).isEqualTo(.5);
    }
    assertThat(search("{\"id\": \"red/0\"}").json().has("threshold")).isFalse();
    assertThat(running.get("/v1/search?id=red%2F0&threshold=precision=0.95").detail())
        .isEqualTo(
            "No distance reaches precision=0.95; the highest precision that was measured is 0.900");
    assertThat(running.get("/v1/search?id=red%2F0&threshold=precision=95").detail())
        .isEqualTo("'threshold' is precision=95.0; a precision is over 0, and at most 1");
    for (String wrong : List.of("near", "precision=", "precision=high", "[1]", "true")) {
      assertThat(
              running
                  .get(
                      "/v1/search?id=red%2F0&threshold="
                          + wrong.replace("[", "%5B").replace("]", "%5D"))
                  .detail())
          .isEqualTo("'threshold' must be a distance, or a precision, e.g. \"precision=0.95\"");
    }
  }

  @Test
  void anIndexThatWasNotCalibratedKnowsNoPrecision() throws IOException {
    FakeIndex plain =
        new FakeIndex() {
          @Override
          public Optional<Thresholds> thresholds() {
            return Optional.empty();
          }
        };
    try (Running other = Running.open(plain)) {
      Answer answer = other.get("/v1/search?id=red%2F0&threshold=precision=0.9");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.code()).isEqualTo("not_calibrated");
      assertThat(answer.detail())
          .isEqualTo(
              "The index was not calibrated, so no distance has a known precision; run ./anchorage"
                  + " index calibrate, or give a distance");
    }
  }

  @Test
  void saysWhichValuesOfAFilterNoItemHas() {
    String some = "class=red|rad,split!=tset,shade=dark|drak";
    String[] expected = {
      "No item has the class 'rad'",
      "No item has the split 'tset'",
      "No item has the value 'drak' of the attribute 'shade'"
    };
    JsonNode found = search("{\"id\": \"red/1\", \"where\": \"" + some + "\"}").json();
    assertThat(found.get("hits")).hasSize(1);
    assertThat(found.get("notes")).extracting(JsonNode::asText).containsExactly(expected);
    JsonNode counts = running.get("/v1/counts?where=class%3Drad").json();
    assertThat(counts.get("notes")).extracting(JsonNode::asText).containsExactly(expected[0]);
    Answer batch =
        running.post(
            "/v1/search/batch",
            "{\"searches\": [{\"id\": \"red/0\", \"where\": \"class=rad\"}, {\"id\": \"red/0\","
                + " \"where\": \"class=red\"}]}");
    assertThat(batch.json().at("/results/0/notes")).hasSize(1);
    assertThat(batch.json().at("/results/1/notes")).isEmpty();
    String many = String.join("|", IntStream.range(0, 200).mapToObj(i -> "c" + i).toList());
    assertThat(search("{\"id\": \"red/1\", \"where\": \"class=" + many + "\"}").json().get("notes"))
        .hasSize(101)
        .last()
        .extracting(JsonNode::asText)
        .isEqualTo("Only the first 100 values of the filter were looked for");
  }

  /** Numbers that are finite, and whose squares or sums are not. */
  @Test
  void refusesNumbersThatHaveNoDistances() {
    for (String query :
        List.of(
            "\"vector\": [3e38, 3e38, 3e38]",
            "\"queries\": [{\"vector\": [1, 0, 0], \"weight\": 1e308},"
                + " {\"vector\": [0, 1, 0], \"weight\": 1e308}]")) {
      Answer answer = search("{" + query + "}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.detail())
          .isEqualTo(
              "What is searched by is over 10^17 long, or not finite; send smaller numbers or"
                  + " weights");
    }
    assertThat(search("{\"queries\": [{\"id\": \"red/0\", \"weight\": 0}]}").code())
        .isEqualTo("bad_query");
  }

  @Test
  void anImageIsGivenOnce() {
    assertThat(running.post("/v1/search?image=AAAA", "image/png", RED).detail())
        .isEqualTo("'image' is given twice; give it once");
    assertThat(running.post("/v1/search?k=1", "application/octet-stream", RED).status())
        .isEqualTo(200);
  }

  /** What is added while a search waits to begin is of the version that the answer names. */
  @Test
  void theVersionIsThatOfTheSearch() throws IOException {
    FakeIndex changing =
        new FakeIndex() {
          @Override
          public Found search(SearchRequest request) {
            delete(List.of("blue/0"));
            return super.search(request);
          }
        };
    try (Running other = Running.open(changing)) {
      assertThat(other.get("/v1/search?id=red%2F0").json().get("index").asText()).isEqualTo("1.1");
    }
  }

  @Test
  void readsItemsPicturesAndCounts() {
    assertThat(running.get("/v1/items?id=red%2F0").json().get("attributes").get("shade").asText())
        .isEqualTo("dark");
    assertThat(running.get("/v1/items?id=pink").detail())
        .isEqualTo("There is no item 'pink'; look for its id by a search");
    assertThat(running.get("/v1/items").detail())
        .isEqualTo("There is no 'id'; give one, as ?id=...");
    assertThat(running.get("/v1/items/thumbnail?id=red%2F0").body()).isEqualTo(RED);
    assertThat(
            running.get("/v1/counts?where=class%3Dred").json().at("/counts/class/0/items").asInt())
        .isEqualTo(10);
    assertThat(running.get("/v1/counts?most=0").detail())
        .isEqualTo("'most' is 0; it must be 1 to 1000");
    assertThat(running.get("/v1/counts?where=size%3D3").code()).isEqualTo("bad_filter");
  }

  @Test
  void tellsOfItself() {
    assertThat(running.get("/healthz").status()).isEqualTo(200);
    assertThat(running.get("/readyz").status()).isEqualTo(200);
    Answer index = running.get("/v1/index");
    assertThat(index.json().get("version").asText()).isEqualTo("1.0");
    assertThat(index.json().get("writable").asBoolean()).isFalse();
    assertThat(index.json().at("/limits/k").asInt()).isEqualTo(20);
    assertThat(running.get("/v1/thresholds").json().at("/points/0/precision").asDouble())
        .isEqualTo(.9);
    assertThat(running.get("/openapi.json").json()).isEqualTo(OpenApiSchemas.DOCUMENT);
  }

  @Test
  void countsByStage() {
    double before = running.metric("anchorage_stage_seconds_count{stage=\"decode\"}");
    running.post("/v1/search?k=3", "image/png", RED);
    assertThat(running.metric("anchorage_stage_seconds_count{stage=\"decode\"}"))
        .isGreaterThan(before);
    String text = new String(running.get("/metrics").body(), StandardCharsets.UTF_8);
    for (String stage : List.of("decode", "embed", "network", "search", "total")) {
      assertThat(text)
          .contains("anchorage_stage_seconds_bucket{stage=\"" + stage + "\",le=\"0.001\"}");
    }
    search("{\"id\": \"red/0\", \"k\": 0}");
    assertThat(running.metric("anchorage_errors_total{code=\"out_of_range\"}"))
        .isGreaterThanOrEqualTo(1);
    assertThat(text)
        .contains("anchorage_requests_total{path=\"/v1/search\",status=\"200\"}")
        .contains("anchorage_embed_queue_images 0.0")
        .contains("anchorage_index_items 30.0");
  }
}
