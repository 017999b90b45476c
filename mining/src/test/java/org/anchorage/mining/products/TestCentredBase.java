/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.products;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestCentredBase {

  private static final Vectors QUERIES = new Vectors(2, new float[] {0, 1, 2, 3});
  private static final Vectors CELL = new Vectors(2, new float[] {5, 5, 6, 6});
  private static final int[] ROWS = {7, 9};
  private static final int[] BOTH = {0, 1};

  @Test
  void productsWithQueriesThatItIsNotCentredWithAreRefused() {
    CentredQueries queries = new CentredQueries(QUERIES);
    CentredQueries others = new CentredQueries(QUERIES);
    try (ProductMemory memory = new ProductMemory(2, 16, 16);
        CentredBase own = new CentredBase(CELL, 16);
        CentredBase base = new CentredBase(CELL, ROWS, queries, memory)) {
      assertThatCode(() -> BlockProducts.of(base, queries, BOTH, 16, memory).close())
          .doesNotThrowAnyException();
      for (CentredBase stranger : new CentredBase[] {base, own}) {
        assertThatThrownBy(() -> BlockProducts.of(stranger, others, BOTH, 16, memory))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "The base is not centred on the mean of these queries, so products with them would"
                    + " be wrong; prepare the base with the queries that it is multiplied with");
      }
    }
  }
}
