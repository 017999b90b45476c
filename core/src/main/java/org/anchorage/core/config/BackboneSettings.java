/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.EncoderShape;
import org.anchorage.core.architecture.EncoderShape.Norms;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.Layer.Pooling;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * A pretrained backbone: its weights, and the forms of it that its home framework decides. What is
 * {@code auto} follows from the weights; a run writes what it has found into its settings.
 * Immutable.
 *
 * @param weights URI of a file of weights; empty to start from nothing
 * @param multiplier factor on MobileNetV2's channels, 0.1 to 4; default 1, and 1 for others
 * @param batchNorm what is done with batch normalisation; default {@link BatchNorm#AUTO}
 * @param padding where convolutions pad; default {@link Padding#AUTO}
 * @param input how pixels become floats; default {@link Input#AUTO}
 * @param pooling over the last map; default average
 */
public record BackboneSettings(
    String weights,
    double multiplier,
    BatchNorm batchNorm,
    Padding padding,
    Input input,
    Pooling pooling)
    implements Serializable {

  // A run keeps a copy of its weights, and compares their checksum.
  public static final Key WEIGHTS = Key.mayChange("encoder.weights");
  public static final Key MULTIPLIER = Key.shapesNetwork("encoder.multiplier");
  public static final Key BATCH_NORM = Key.shapesNetwork("encoder.batch-norm");
  public static final Key PADDING = Key.shapesNetwork("encoder.padding");
  public static final Key INPUT = Key.shapesNetwork("encoder.input");
  public static final Key POOLING = Key.shapesNetwork("encoder.pooling");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(WEIGHTS, MULTIPLIER, BATCH_NORM, PADDING, INPUT, POOLING);

  /** What is done with batch normalisation. */
  public enum BatchNorm {
    /** Frozen if the weights have batch normalisation, folded if they have not, else trained. */
    AUTO,
    /** Statistics stay as the weights have them; scale and offset are learnt. */
    FROZEN,
    /** Each step measures its own batch. Wrong for retrieval if batches are sorted by class. */
    TRAINED,
    /** It is folded into the convolutions: fastest, and gradients have other sizes. */
    FOLDED
  }

  /** Where convolutions pad. */
  public enum Padding {
    /** As the weights' framework does; symmetric without weights. */
    AUTO,
    /** On all sides alike, as PyTorch. */
    SYMMETRIC,
    /** An odd pixel at the bottom and at the right, as TensorFlow. */
    SAME
  }

  /** How pixels become floats. */
  public enum Input {
    /** As the weights' framework does; without weights as the architecture says. */
    AUTO,
    /** From 0 to 1. */
    UNIT,
    /** From 0 to 1, less ImageNet's mean, divided by its deviation. */
    IMAGENET,
    /** From -1 to 1. */
    SYMMETRIC,
    /** From 0 to 255, blue first, less the mean. */
    CAFFE
  }

  public BackboneSettings {
    Bounds.within(MULTIPLIER, multiplier, 0.1, 4);
    if (batchNorm == BatchNorm.FROZEN && weights.isBlank()) {
      throw new ConfigurationException(
          BATCH_NORM,
          "frozen",
          "without weights there are no statistics to freeze; name a file in encoder.weights, or"
              + " use trained");
    }
  }

  static BackboneSettings read(TypedValues value) {
    return new BackboneSettings(
        value.text(WEIGHTS),
        value.number(MULTIPLIER),
        value.choice(BATCH_NORM, BatchNorm.class),
        value.choice(PADDING, Padding.class),
        value.choice(INPUT, Input.class),
        value.choice(POOLING, Pooling.class));
  }

  /** Returns whether the network starts from a file of weights. */
  public boolean hasWeights() {
    return !weights.isBlank();
  }

  /** Returns what is done with batch normalisation. */
  public Norms norms() {
    return switch (batchNorm) {
      case AUTO -> hasWeights() ? Norms.FROZEN : Norms.TRAINED;
      case FROZEN -> Norms.FROZEN;
      case TRAINED -> Norms.TRAINED;
      case FOLDED -> Norms.FOLDED;
    };
  }

  /** Returns where convolutions pad. */
  public EncoderShape.Padding pads() {
    return padding == Padding.SAME ? EncoderShape.Padding.SAME : EncoderShape.Padding.SYMMETRIC;
  }

  /** Returns how an image is prepared for a network of this architecture. */
  InputRule input(Architecture architecture) {
    return rule(input, architecture);
  }

  private static InputRule rule(Input input, Architecture architecture) {
    return switch (input) {
      case AUTO -> architecture.input();
      case UNIT -> architecture.isBackbone() ? InputRule.UNIT_PILLOW : InputRule.UNIT;
      case IMAGENET -> InputRule.IMAGENET;
      case SYMMETRIC -> InputRule.SYMMETRIC;
      case CAFFE -> InputRule.CAFFE;
    };
  }

  /** Returns the word for how an image is prepared; {@code AUTO} if the rule has no other. */
  Input inputWord(Architecture architecture) {
    for (Input each : Input.values()) {
      if (each != Input.AUTO && rule(each, architecture).equals(input(architecture))) {
        return each;
      }
    }
    return Input.AUTO;
  }

  /** Refuses what the architecture has not. */
  void requireFitting(Architecture architecture) {
    String name = "encoder.name = " + architecture.name();
    if (!architecture.hasForms() && multiplier != 1) {
      throw new ConfigurationException(
          MULTIPLIER, multiplier, name + " has one number of channels; use 1");
    }
    if (!architecture.hasForms() && padding == Padding.SAME) {
      throw new ConfigurationException(
          PADDING, "same", name + " pads on all sides alike; use auto");
    }
    if (architecture.isBackbone()) {
      return;
    }
    if (hasWeights()) {
      throw new ConfigurationException(
          WEIGHTS,
          weights,
          name + " has no pretrained weights; choose a backbone, or leave it out");
    }
    if (batchNorm == BatchNorm.FOLDED) {
      throw new ConfigurationException(
          BATCH_NORM, "folded", name + " trains its batch normalisation; use auto");
    }
    if (pooling != Pooling.AVERAGE && !architecture.poolsWholeMap()) {
      throw new ConfigurationException(
          POOLING,
          TypedValues.written(pooling),
          name + " does not pool over the whole map; use average");
    }
  }
}
