/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what is searched by: images, items of the index, vectors, each with a weight. Items that
 * are searched by are left out of the results. Not thread-safe.
 *
 * <p>Each method makes a vector of the index's dim out of what it takes, and adds it as a term.
 * Words belong here, too, once an index has an encoder of texts: all that follows is the same.
 */
public final class QueryTerms {

  private final Index index;
  private final List<QueryVector.Term> terms = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  /** Begins with nothing. */
  public QueryTerms(Index index) {
    this.index = index;
  }

  /**
   * Adds an image.
   *
   * @param encoded as in its file
   * @param weight negative for "not like this"
   * @throws IllegalArgumentException if the bytes are not an image
   */
  public QueryTerms image(byte[] encoded, double weight) {
    return vector(index.embed(encoded), weight);
  }

  /**
   * Adds an item of the index.
   *
   * @param weight negative for "not like this"
   * @throws IllegalArgumentException if there is no such item
   */
  public QueryTerms id(String id, double weight) {
    float[] vector =
        index
            .vector(id)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The index at "
                            + index.location()
                            + " has no item '"
                            + id
                            + "'; give the id of one that it has"));
    ids.add(id);
    return vector(vector, weight);
  }

  /**
   * Adds a vector.
   *
   * @param weight negative for "not like this"
   */
  public QueryTerms vector(float[] vector, double weight) {
    terms.add(new QueryVector.Term(vector, weight));
    return this;
  }

  /**
   * Returns the query.
   *
   * @throws IllegalArgumentException as for {@link QueryVector#of(List)}
   */
  public QueryVector query() {
    return QueryVector.of(terms).without(ids);
  }
}
