/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.serve.Running.Answer;
import org.anchorage.driver.serve.http.Doorkeeper;
import org.anchorage.driver.serve.http.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may write, and what is written. */
class TestWriting {

  private static final String PINK =
      Base64.getEncoder().encodeToString(FakeIndex.image(new Color(250, 150, 150)));

  @TempDir Path directory;

  @Test
  void addsReplacesAndDeletes() throws IOException {
    try (Running running = Running.withToken(new FakeIndex(), directory)) {
      Answer added =
          running.post(
              "/v1/items",
              ("{\"items\": [{\"id\": \"pink/0\", \"class\": \"pink\", \"text\": \"a pink\","
                      + " \"attributes\": {\"shade\": \"light\"}, \"image\": \"%s\"},"
                      + " {\"id\": \"red/0\", \"vector\": [1, 0, 0]}]}")
                  .formatted(PINK));
      assertThat(added.json().get("items").asInt()).isEqualTo(31);
      assertThat(added.json().get("index").asText()).isEqualTo("1.1");
      Answer found = running.post("/v1/search", "{\"image\": \"" + PINK + "\", \"k\": 1}");
      assertThat(found.json().at("/hits/0/item/id").asText()).isEqualTo("pink/0");
      assertThat(found.json().at("/hits/0/item/text").asText()).isEqualTo("a pink");
      assertThat(running.get("/v1/items?id=red%2F0").json().get("class").asText()).isEmpty();
      Answer deleted = running.delete("/v1/items?id=pink%2F0&id=red%2F0&id=none");
      assertThat(deleted.json().get("items").asInt()).isEqualTo(29);
      assertThat(deleted.json().get("unknown").toString()).isEqualTo("[\"none\"]");
      assertThat(running.get("/v1/items?id=pink%2F0").status()).isEqualTo(404);
      assertThat(running.get("/v1/index").json().get("writable").asBoolean()).isTrue();
    }
  }

  @Test
  void refusesItemsThatCannotBe() throws IOException {
    try (Running running = Running.withToken(new FakeIndex(), directory, "serve.searches=2")) {
      assertThat(add(running, "").detail()).isEqualTo("'items' has 0 entries; it must have 1 to 2");
      assertThat(add(running, "{}").detail()).isEqualTo("An item has no 'id'; give each one");
      assertThat(add(running, "{\"id\": \"a\"}").detail())
          .isEqualTo("The item 'a' must have one of 'image' and 'vector'");
      String good = "{\"id\": \"a\", \"vector\": [1, 0, 0]}";
      assertThat(add(running, good + "," + good).detail())
          .isEqualTo("The item 'a' is given twice; give it once");
      assertThat(add(running, "{\"id\": \"a\", \"vector\": [1, 0]}").code())
          .isEqualTo("bad_vector");
      assertThat(
              add(running, "{\"id\": \"a\", \"vector\": [1, 0, 0], \"attributes\": {\"b\": null}}")
                  .detail())
          .isEqualTo("The attribute 'b' of the item 'a' is null; give it a text, or leave it out");
      assertThat(running.delete("/v1/items").detail())
          .isEqualTo("There is no 'id'; give one or more, as ?id=A&id=B");
      assertThat(running.get("/v1/index").json().get("items").asInt()).isEqualTo(30);
    }
  }

  private static Answer add(Running running, String items) {
    return running.post("/v1/items", "{\"items\": [" + items + "]}");
  }

  @Test
  void saysOfWhatTypeAFieldMustBe() throws IOException {
    try (Running running = Running.withToken(new FakeIndex(), directory)) {
      String texts = " must be an object of texts by name, e.g. {\"colour\": \"red\"}";
      for (String wrong : new String[] {"\"red\"", "[\"red\"]", "3"}) {
        assertThat(add(running, "{\"id\": \"a\", \"attributes\": " + wrong + "}").detail())
            .isEqualTo("'items[0].attributes'" + texts);
      }
      assertThat(add(running, "{\"id\": \"a\", \"attributes\": {\"b\": [1]}}").detail())
          .isEqualTo("'items[0].attributes.b' must be text");
      assertThat(add(running, "\"a\"").detail()).isEqualTo("'items[0]' must be an object");
      assertThat(add(running, "{\"id\": \"a\", \"vector\": [1, \"b\"]}").detail())
          .isEqualTo("'items[0].vector[1]' must be a number");
    }
  }

  @Test
  void nobodyWritesWithoutAToken() throws IOException {
    try (Running running = Running.open(new FakeIndex())) {
      Answer answer = add(running, "{\"id\": \"a\", \"vector\": [1, 0, 0]}");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.detail())
          .isEqualTo("This server has no token, so nobody may write; start it with --token");
    }
  }

  @Test
  void theTokenOpensAllButHealth() throws IOException {
    try (Running running = Running.withToken(new FakeIndex(), directory)) {
      java.net.http.HttpRequest.Builder plain =
          java.net.http.HttpRequest.newBuilder(
              java.net.URI.create("http://127.0.0.1:" + running.port + "/v1/index"));
      Answer none = running.send(plain.copy());
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(none.detail())
          .isEqualTo("This needs the server's token; send it as Authorization: Bearer TOKEN");
      assertThat(
              running
                  .send(plain.copy().header("Authorization", "Bearer " + Running.SECRET + "0"))
                  .detail())
          .isEqualTo("The token is not the server's; send Authorization: Bearer TOKEN");
      assertThat(running.send(plain.copy().header("Authorization", Running.SECRET)).status())
          .isEqualTo(401);
      assertThat(
              running
                  .send(plain.copy().header("Authorization", "bearer " + Running.SECRET))
                  .status())
          .isEqualTo(200);
      for (String open : new String[] {"/healthz", "/readyz", "/openapi.json"}) {
        assertThat(
                running
                    .send(
                        plain
                            .copy()
                            .uri(java.net.URI.create("http://127.0.0.1:" + running.port + open)))
                    .status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void refusesToListenForOthersWithoutAToken() {
    assertThatThrownBy(() -> Doorkeeper.of("0.0.0.0", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("--host = 0.0.0.0")
        .hasMessageContaining("give --token FILE, or listen on 127.0.0.1");
    assertThat(Doorkeeper.of("localhost", null).letsWrite()).isFalse();
  }

  @Test
  void refusesATokenThatOthersMayRead() throws IOException {
    Path file = Running.secret(directory);
    for (String readable : new String[] {"rw----r--", "rw-----w-", "rw-r--r--"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(readable));
      assertThatThrownBy(() -> Token.read(file))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(
              "--token = " + file + ": every user of this machine may read or change it")
          .hasMessageContaining("chmod 600");
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    assertThat(Token.read(file)).isNotNull();
  }

  @Test
  void refusesFilesThatHoldNoToken() throws IOException {
    Path none = directory.resolve("none");
    assertThatThrownBy(() -> Token.read(none))
        .hasMessage(
            "Cannot use --token = "
                + none
                + ": there is no such file; give the path of one that holds the token");
    assertThatThrownBy(() -> Token.read(Path.of("secret")))
        .hasMessageContaining("--token = secret: there is no such file");
    // Somebody gave the token itself.
    for (String token : new String[] {"0123456789abcdef", "0123456/789abcdef"}) {
      assertThatThrownBy(() -> Token.read(Path.of(token)))
          .hasMessageContaining("there is no such file")
          .hasMessageContaining("what was given is not repeated")
          .hasMessageNotContaining("789abcdef");
    }
    assertThatThrownBy(() -> Token.read(directory))
        .hasMessageContaining("--token = " + directory + ": it cannot be read");
    Path file = Running.secret(directory);
    for (String weak : new String[] {"", "short", "0123456789 abcdefgh", "0123456789\nabcdefgh"}) {
      Files.writeString(file, weak);
      assertThatThrownBy(() -> Token.read(file))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("at least 16 letters, digits or signs without spaces");
    }
  }
}
