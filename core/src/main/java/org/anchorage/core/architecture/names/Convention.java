/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.EncoderShape.Padding;
import org.anchorage.core.architecture.Layer.Filters;

/**
 * How a framework names and stores the weights of backbones, and how its networks read images. The
 * names tell the framework, so they tell the padding and the input too.
 */
public enum Convention {
  /** torchvision's names; timm's ResNets have the same. */
  TORCHVISION(Padding.SYMMETRIC, "imagenet", 1e-5) {
    @Override
    public boolean names(Architecture architecture) {
      return architecture.isBackbone();
    }

    @Override
    UnitName name(Architecture architecture, Unit unit) {
      return architecture.hasForms()
          ? MobileNetNames.torchvision(unit.name())
          : ResNetNames.torchvision(unit.name());
    }
  },

  /** timm's names. */
  TIMM(Padding.SYMMETRIC, "imagenet", 1e-5) {
    @Override
    public boolean names(Architecture architecture) {
      return architecture.isBackbone();
    }

    @Override
    UnitName name(Architecture architecture, Unit unit) {
      return architecture.hasForms()
          ? MobileNetNames.timm(unit.name())
          : ResNetNames.torchvision(unit.name());
    }
  },

  /**
   * The names of keras.applications. Files of Keras 3 name variables by number, and some of them
   * layers by class and order.
   */
  KERAS(Padding.SAME, "symmetric", 1e-3) {
    @Override
    UnitName name(Architecture architecture, Unit unit) {
      return MobileNetNames.keras(unit.name());
    }

    @Override
    List<Wanted> wanted(UnitName name, Unit unit, KerasOrder order) {
      return KerasNames.wanted(name, unit, order);
    }
  },

  /**
   * Names of TensorFlow's slim with dots, batch normalisation folded into {@code weight} and {@code
   * bias}.
   */
  FOLDED(Padding.SAME, "symmetric", 0) {
    @Override
    UnitName name(Architecture architecture, Unit unit) {
      return MobileNetNames.slim(unit.name());
    }

    @Override
    List<Wanted> wanted(UnitName name, Unit unit, KerasOrder order) {
      return List.of(
          weights(name, unit),
          new Wanted(
              unit,
              Role.BIAS,
              alternatives(name.convolution() + ".bias"),
              List.of(unit.outputs())));
    }
  };

  private static final List<String> NORM = List.of("weight", "bias", "running_mean", "running_var");

  private final Padding padding;
  private final String input;
  private final double epsilon;

  Convention(Padding padding, String input, double epsilon) {
    this.padding = padding;
    this.input = input;
    this.epsilon = epsilon;
  }

  /** Returns the name as users type it. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether it has names for an architecture. */
  public boolean names(Architecture architecture) {
    return architecture.hasForms();
  }

  /** Returns where the framework's networks pad. */
  public Padding padding() {
    return padding;
  }

  /** Returns how the framework's networks read images, as {@code encoder.input} has it. */
  public String input() {
    return input;
  }

  /** Returns what the framework adds to variances before it takes their root. */
  public double epsilon() {
    return epsilon;
  }

  /** Returns whether batch normalisation is folded into the convolutions. */
  public boolean isFolded() {
    return this == FOLDED;
  }

  /** Returns in which order the weights of convolutions are stored. */
  public Order order() {
    return this == KERAS ? Order.PIXELS_FIRST : Order.OUTPUTS_FIRST;
  }

  /**
   * Returns all tensors of a backbone, in the order of its layers.
   *
   * @param multiplier factor on MobileNetV2's channels
   */
  public List<Wanted> wanted(Architecture architecture, double multiplier) {
    List<Wanted> all = new ArrayList<>();
    KerasOrder order = new KerasOrder();
    for (Unit unit : Unit.of(architecture, multiplier)) {
      all.addAll(wanted(name(architecture, unit), unit, order));
    }
    return all;
  }

  abstract UnitName name(Architecture architecture, Unit unit);

  /** Returns the tensors of a unit as PyTorch names them. */
  List<Wanted> wanted(UnitName name, Unit unit, KerasOrder order) {
    List<Wanted> all = new ArrayList<>(List.of(weights(name, unit)));
    for (int i = 0; i < NORM.size(); i++) {
      String tensor = name.norm() + "." + NORM.get(i);
      all.add(new Wanted(unit, Role.NORM.get(i), List.of(tensor), List.of(unit.outputs())));
    }
    return all;
  }

  private static Wanted weights(UnitName name, Unit unit) {
    String tensor = name.convolution() + ".weight";
    return new Wanted(unit, Role.WEIGHTS, alternatives(tensor), unit.shape());
  }

  /** Files that were converted from TensorFlow have slashes. */
  private static List<String> alternatives(String dotted) {
    UnaryOperator<String> slashes = name -> name.replace('.', '/');
    return dotted.startsWith("expanded_conv") || dotted.startsWith("Conv")
        ? List.of(dotted, slashes.apply(dotted))
        : List.of(dotted);
  }

  static boolean isDepthwise(Unit unit) {
    return unit.filters() == Filters.DEPTHWISE;
  }
}
