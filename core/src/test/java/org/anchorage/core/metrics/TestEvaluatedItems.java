/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.ListedItems;
import org.anchorage.core.corpus.Split;
import org.junit.jupiter.api.Test;

class TestEvaluatedItems {

  private static Item item(int number, String className, Split split, String... attributes) {
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      named.put(attributes[i], attributes[i + 1]);
    }
    return new Item("item-" + number, className, split, "s", 0, 1, 1, "", named);
  }

  /** Two identities, a distractor and a detector's mistake, and an image to train on. */
  private static List<Item> market() {
    return List.of(
        item(0, "-1", Split.TEST, "camera", "1", "role", "gallery"),
        item(1, "0000", Split.TEST, "camera", "1", "role", "gallery"),
        item(2, "a", Split.TEST, "camera", "1", "role", "query", "kind", "x"),
        item(3, "a", Split.TEST, "camera", "1", "role", "gallery", "kind", "x"),
        item(4, "a", Split.TEST, "camera", "2", "role", "gallery", "kind", "x"),
        item(5, "b", Split.TRAIN, "camera", "2"),
        item(6, "b", Split.TEST, "role", "query", "kind", "x"),
        item(7, "b", Split.TEST, "camera", "2", "role", "gallery", "kind", "x"));
  }

  private static EvaluatedItems of(List<Item> items, String... words) {
    List<String> all = new ArrayList<>();
    for (String word : words) {
      all.add("evaluate." + word);
    }
    return EvaluatedItems.of(
        Catalogue.of(items),
        new ListedItems(items),
        SettingsReader.defaults().with(all).settings().evaluate());
  }

  @Test
  void aSplitIsOnePoolUnlessToldOtherwise() {
    EvaluatedItems items = of(market());
    assertThat(items.rows()).containsExactly(0, 1, 2, 3, 4, 6, 7);
    assertThat(items.isOnePool()).isTrue();
    assertThat(items.protocol().own(6)).isEqualTo(6);
    assertThat(items.protocol().relevant(2)).containsExactly(3, 4);
    assertThat(items.labels()).containsExactly(0, 1, 2, 2, 2, 3, 3);
    assertThat(items.coarse()).isNull();
  }

  @Test
  void marketsRules() {
    EvaluatedItems items =
        of(
            market(),
            "query=role=query",
            "gallery=role=gallery",
            "camera=camera",
            "junk=[-1]",
            "distractors=[0000]");
    assertThat(items.rows()).containsExactly(1, 2, 3, 4, 6, 7);
    assertThat(items.queries()).containsExactly(1, 4);
    assertThat(items.gallery()).containsExactly(0, 2, 3, 5);
    assertThat(items.junk()).isEqualTo(1);
    assertThat(items.distractors()).isEqualTo(1);
    assertThat(items.isOnePool()).isFalse();
    assertThat(items.protocol().own(0)).isEqualTo(-1);
    assertThat(items.protocol().leftOut(0)).containsExactly(1);
    assertThat(items.protocol().relevant(0)).containsExactly(2);
    // The camera of the second query is not known.
    assertThat(items.protocol().relevant(1)).containsExactly(3);
  }

  @Test
  void distractorsOfOnePoolAreSearchedOnly() {
    EvaluatedItems items = of(market(), "distractors=[0000, \"-1\"]");
    assertThat(items.gallery()).hasSize(7);
    assertThat(items.queries()).containsExactly(2, 3, 4, 5, 6);
    assertThat(items.protocol().own(0)).isEqualTo(2);
    assertThat(items.distractors()).isEqualTo(2);
  }

  @Test
  void aGalleryMayHoldTheQueriesOrBeAnotherSplit() {
    EvaluatedItems within = of(market(), "query=role=query");
    assertThat(within.gallery()).hasSize(7);
    assertThat(within.protocol().own(0)).isEqualTo(2);
    EvaluatedItems other = of(market(), "query=role=query", "gallery=train");
    assertThat(other.rows()).containsExactly(2, 5, 6);
    assertThat(other.protocol().relevant(1)).containsExactly(0);
    assertThat(other.protocol().relevant(0)).isEmpty();
  }

  @Test
  void coarseClassesComeFromAnAttribute() {
    EvaluatedItems items = of(market(), "query=role=query", "gallery=kind=x", "coarse=kind");
    RetrievalProtocol coarse = Objects.requireNonNull(items.coarse());
    assertThat(coarse.relevant(0)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    refused("query=role=qurey", "Cannot use evaluate.query = role=qurey: it matches none of");
    refused("gallery=validation", "Cannot use evaluate.gallery = validation: it matches none of");
    refused("camera=cam", "Cannot use evaluate.camera = cam: no evaluated item has this attribute");
    refused("coarse=kind", "Cannot use evaluate.coarse = kind: item 'item-0' does not have");
    refused("coarse=role", "Cannot use evaluate.coarse = role: items of class 'a' have both");
    refused("junk=[\"-1\", \"0000\", a, b]", "Cannot use evaluate.query = : it matches none of");
  }

  private static void refused(String word, String message) {
    assertThatThrownBy(() -> of(market(), word))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aCorpusWithoutTheSplitHasNothingToEvaluate() {
    List<Item> trainOnly = List.of(item(0, "a", Split.TRAIN));
    EvaluatedItems items = of(trainOnly, "query=role=query", "camera=camera");
    assertThat(items.rows()).isEmpty();
    assertThat(items.protocol().queries()).isZero();
  }
}
