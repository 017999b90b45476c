/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

/**
 * Where a network's weights come from before the first step. Today all are drawn; a file of trained
 * weights becomes another kind, which still draws the head. Immutable.
 */
public sealed interface InitialWeights {

  /** Returns how the layers are drawn whose weights come from no file. */
  Drawn drawn();

  /**
   * Weights from a normal distribution of variance gain / fan-in; biases of 0, gamma of 1. Each
   * layer draws from the run's seed and a name of its own, so that the same settings give the same
   * network.
   *
   * @param backboneGain gain of the backbone's layers; 2 keeps the size of signals through
   *     rectifiers
   * @param headGain gain of the head's layers
   */
  record Drawn(double backboneGain, double headGain) implements InitialWeights {

    /** Keeps the size of signals through rectifiers (He et al. 2015), and halves it at the end. */
    public static final Drawn HE = new Drawn(2, 1);

    /**
     * A third (LeCun et al. 1998, and PyTorch's), so that embeddings start short. Where no length
     * is divided out, products of He's are so large that a softmax over them is one of a single
     * row, and its first steps spoil the features that training starts from.
     */
    public static final Drawn SMALL = new Drawn(1 / 3.0, 1 / 3.0);

    @Override
    public Drawn drawn() {
      return this;
    }

    /**
     * Returns the gain of a part's layers.
     *
     * @throws IllegalArgumentException for what a loss learns, which the loss draws itself
     */
    public double gain(Part part) {
      return switch (part) {
        case BACKBONE -> backboneGain;
        case HEAD -> headGain;
        case LOSS -> throw new IllegalArgumentException("A loss draws what it learns itself");
      };
    }
  }
}
