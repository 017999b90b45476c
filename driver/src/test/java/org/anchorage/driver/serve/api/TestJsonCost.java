/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.anchorage.driver.serve.http.Refusal;
import org.junit.jupiter.api.Test;

/** What JSON takes in memory, told before it is read. */
class TestJsonCost {

  private static long of(String json) {
    return JsonCost.of(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void signsInTextsCostNothing() {
    assertThat(of("{\"a\": \"{[,,,]}\"}")).isEqualTo(of("{\"a\": \"\"}"));
    assertThat(of("{\"a\": \"\\\"{[,\\\\\"}")).isEqualTo(of("{\"a\": \"\"}"));
    assertThat(of("{\"a\": \"" + "A".repeat(1_000_000) + "\"}")).isLessThan(1000);
  }

  @Test
  void aLargeAdditionOfVectorsIsNotTooMuch() {
    String vector = "[" + "0.1,".repeat(2047) + "0.1]";
    String item =
        "{\"id\": \"abcdefgh\", \"attributes\": {\"a\": \"b\"}, \"vector\": " + vector + "}";
    assertThat(of("{\"items\": [" + (item + ",").repeat(255) + item + "]}"))
        .isLessThan(JsonCost.MOST / 2);
  }

  @Test
  void manySmallObjectsAreTooMuch() {
    assertThat(of("{\"searches\": [" + "{},".repeat(1_000_000) + "{}]}"))
        .isGreaterThan(JsonCost.MOST);
  }

  /** In UTF-16 a letter may have the byte of a quotation mark. */
  @Test
  void otherCharsetsAreRefused() {
    byte[] other = "{\"\u2200\": [{},{}]}".getBytes(StandardCharsets.UTF_16BE);
    assertThatThrownBy(() -> JsonCost.of(other))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "The JSON is not UTF-8 from its byte 0 on (0x00; the first byte is 0); send it in"
                + " UTF-8");
  }
}
