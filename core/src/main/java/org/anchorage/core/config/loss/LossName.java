/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.anchorage.core.config.miner.MinerName;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * The losses by name, each with the keys that it declares and its reader. One line a loss, in the
 * order of messages. Names are written in lower case with hyphens.
 */
public enum LossName {
  TRIPLET(TripletLossSettings.KEYS, TripletLossSettings::read),
  CONTRASTIVE(ContrastiveLossSettings.KEYS, ContrastiveLossSettings::read),
  MARGIN(MarginLossSettings.KEYS, MarginLossSettings::read),
  N_PAIRS(NPairsLossSettings.KEYS, NPairsLossSettings::read),
  N_PAIRS_OVO(List.of(), NPairsOvoLossSettings::read),
  ANGULAR(AngularLossSettings.KEYS, AngularLossSettings::read),
  N_PAIRS_ANGULAR(NPairsAngularLossSettings.KEYS, NPairsAngularLossSettings::read),
  NT_XENT(NtXentLossSettings.KEYS, NtXentLossSettings::read),
  SUPCON(SupConLossSettings.KEYS, SupConLossSettings::read),
  MULTI_SIMILARITY(MultiSimilarityLossSettings.KEYS, MultiSimilarityLossSettings::read),
  LIFTED(LiftedLossSettings.KEYS, LiftedLossSettings::read),
  CIRCLE(CircleLossSettings.KEYS, CircleLossSettings::read),
  NCA(NcaLossSettings.KEYS, NcaLossSettings::read),
  MNRL(MultipleNegativesLossSettings.KEYS, MultipleNegativesLossSettings::read),
  PROXY_NCA(ProxyNcaLossSettings.KEYS, ProxyNcaLossSettings::read),
  PROXY_ANCHOR(ProxyAnchorLossSettings.KEYS, ProxyAnchorLossSettings::read),
  SOFTMAX(SoftmaxLossSettings.KEYS, SoftmaxLossSettings::read),
  NORMALISED_SOFTMAX(NormalisedSoftmaxLossSettings.KEYS, NormalisedSoftmaxLossSettings::read),
  WEIGHTED(WeightedLossesSettings.KEYS, WeightedLossesSettings::read);

  /** The key that names the loss. */
  public static final Key NAME = Key.fixed("loss.name");

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<Key> keys;

  @SuppressWarnings("ImmutableEnumChecker") // A reader has no state.
  private final Function<TypedValues, LossSettings> reader;

  LossName(List<Key> keys, Function<TypedValues, LossSettings> reader) {
    this.keys = keys;
    this.reader = reader;
  }

  /** Returns every key of the losses and of their miners. */
  public static List<Key> keys() {
    return Stream.of(
            Stream.of(NAME, CrossBatchMemorySettings.SIZE),
            Arrays.stream(values()).flatMap(name -> name.keys.stream()),
            MinerName.keys().stream())
        .flatMap(Function.identity())
        .toList();
  }

  /** Returns the name as written in {@code loss.name}. */
  public String written() {
    return TypedValues.written(this);
  }

  /**
   * Reads the loss's constants.
   *
   * @throws ConfigurationException if one is of the wrong type or out of range
   */
  public LossSettings read(TypedValues value) {
    return reader.apply(value);
  }

  /** Returns the loss of a name in a sum; a sum cannot contain a sum. */
  static LossName ofMember(Key key, String written) {
    List<LossName> single = Arrays.stream(values()).filter(each -> each != WEIGHTED).toList();
    return single.stream()
        .filter(each -> each.written().equals(written))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    key, written, "use one of " + single.stream().map(LossName::written).toList()));
  }
}
