/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.anchorage.driver.index.QueryVector.Term;
import org.junit.jupiter.api.Test;

class TestQueryVector {

  @Test
  void oneVectorStaysAsItIs() {
    float[] vector = {3, 4};
    assertThat(QueryVector.of(List.of(new Term(vector, 2))).vector()).isSameAs(vector);
  }

  /** (1, 0) and half of (0, 1), scaled to length 1: both are unit vectors. */
  @Test
  void weighsUnitVectors() {
    float[] query =
        QueryVector.of(List.of(new Term(new float[] {1, 0}, 1), new Term(new float[] {0, 1}, -0.5)))
            .vector();
    assertThat(query[0]).isCloseTo((float) (1 / Math.sqrt(1.25)), within(1e-6f));
    assertThat(query[1]).isCloseTo((float) (-0.5 / Math.sqrt(1.25)), within(1e-6f));
  }

  /** Length 3 with weight 1 and length 6 with weight 2: their mean is 5. */
  @Test
  void hasTheMeanLengthOfPositiveQueries() {
    float[] query =
        QueryVector.of(
                List.of(
                    new Term(new float[] {3, 0}, 1),
                    new Term(new float[] {6, 0}, 2),
                    new Term(new float[] {0, 100}, -1e-9)))
            .vector();
    assertThat(query[0]).isCloseTo(5, within(1e-5f));
  }

  @Test
  void refusesWhatHasNoDirection() {
    float[] vector = {1, 0};
    assertThatThrownBy(() -> QueryVector.of(List.of(new Term(vector, -1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one query that results are like");
    assertThatThrownBy(() -> QueryVector.of(List.of(new Term(vector, 1), new Term(vector, -1))))
        .hasMessageContaining("The queries cancel one another out");
    assertThatThrownBy(
            () -> QueryVector.of(List.of(new Term(vector, 1), new Term(new float[3], 1))))
        .hasMessageContaining("Vectors of 2 and of 3 floats");
    assertThatThrownBy(() -> new Term(vector, 0)).hasMessageContaining("the weight 0.0");
  }
}
