/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.ConvolutionUnit;
import org.anchorage.core.architecture.Layer.Filters;
import org.anchorage.core.architecture.Layer.Window;
import org.anchorage.worker.onednn.Step.Convolve;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Describes primitives to oneDNN. All take their scratch memory from the caller, because oneDNN's
 * own belongs to the thread that makes a primitive. Immutable.
 *
 * @param cpu that computes
 * @param count number of images
 * @param convolutions the algorithm of 3 x 3 convolutions where both could compute them
 */
record Primitives(engine cpu, int count, Algorithm convolutions) {

  private static final float CEILING = 6;

  /**
   * Winograd's algorithm works on tiles of 4 x 4 results. On smaller maps it computes too much that
   * is thrown away: on 5 x 5 pixels it is no faster.
   */
  private static final int LEAST_SIDE = 7;

  /** Channels in a block of memory: the floats of an AVX-512 register. */
  private static final int BLOCK = 16;

  /** How 3 x 3 convolutions of stride 1 are computed. */
  enum Algorithm {
    /** As they are defined. Results are the same to the bit at any number of images. */
    DIRECT,
    /**
     * By Winograd's algorithm, F(4 x 4, 3 x 3): a fourth of the products, and an error of 2e-6 of
     * the largest result. oneDNN computes it differently for different numbers of images.
     */
    WINOGRAD
  }

  /** Returns attributes of every primitive. */
  static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(scratchpad_mode.user);
    return attributes;
  }

  /** Describes maps of N x C x H x W in blocks of channels. */
  memory.desc blocked(MapShape shape) {
    return described(shape, format_tag.aBcd16b);
  }

  /** Describes maps in a layout. */
  memory.desc described(MapShape shape, format_tag layout) {
    return described(layout, count, shape.channels(), shape.height(), shape.width());
  }

  private static memory.desc described(format_tag layout, long... sides) {
    return new memory.desc(sides, data_type.f32, layout);
  }

  /** Describes the weights of a convolution: O x C x K x K, or C x 1 x 1 x K x K by group. */
  static memory.desc weights(ConvolutionUnit unit, int channels, boolean plain) {
    int side = unit.window().side();
    return unit.filters() == Filters.DEPTHWISE
        ? described(plain ? format_tag.abcde : format_tag.any, unit.channels(), 1, 1, side, side)
        : described(
            plain ? format_tag.abcd : format_tag.any, unit.channels(), channels, side, side);
  }

  /** Describes the bias of a convolution. */
  static memory.desc bias(ConvolutionUnit unit) {
    return described(format_tag.a, unit.channels());
  }

  /**
   * Describes a convolution.
   *
   * @param from layout of what it reads
   * @param shape of what it reads
   */
  convolution_forward.primitive_desc convolution(Convolve step, memory.desc from, MapShape shape) {
    if (convolutions == Algorithm.WINOGRAD && suitsWinograd(step, shape)) {
      return convolution(step, from, shape, algorithm.convolution_winograd);
    }
    return convolution(step, from, shape, algorithm.convolution_direct);
  }

  private static boolean suitsWinograd(Convolve step, MapShape shape) {
    MapShape result = shape.over(step.unit().window(), step.unit().channels());
    return step.isWindowed()
        && shape.channels() % BLOCK == 0
        && result.channels() % BLOCK == 0
        && Math.min(result.height(), result.width()) >= LEAST_SIDE;
  }

  private convolution_forward.primitive_desc convolution(
      Convolve step, memory.desc from, MapShape shape, algorithm how) {
    Window window = step.unit().window();
    convolution_forward.desc described =
        new convolution_forward.desc(
            prop_kind.forward_inference,
            how,
            from,
            weights(step.unit(), shape.channels(), false),
            bias(step.unit()),
            blocked(shape.over(window, step.unit().channels())),
            both(window.stride()),
            both(window.before()),
            both(window.after()));
    return new convolution_forward.primitive_desc(described, followed(step), cpu);
  }

  /** Returns what follows a convolution within its primitive. */
  private static primitive_attr followed(Convolve step) {
    post_ops then = new post_ops();
    if (step.summand() != null) {
      then.append_sum();
    }
    if (step.then() == Activation.RECTIFIER) {
      then.append_eltwise(1, algorithm.eltwise_relu, 0, 0);
    } else if (step.then() == Activation.RECTIFIER_6) {
      then.append_eltwise(1, algorithm.eltwise_clip, 0, CEILING);
    }
    primitive_attr attributes = attributes();
    attributes.set_post_ops(then);
    return attributes;
  }

  /** Describes a max pool; padding never is the largest. */
  pooling_forward.primitive_desc pool(Window window, memory.desc from, MapShape shape) {
    pooling_forward.desc described =
        new pooling_forward.desc(
            prop_kind.forward_inference,
            algorithm.pooling_max,
            from,
            blocked(shape.over(window, shape.channels())),
            both(window.stride()),
            both(window.side()),
            both(window.before()),
            both(window.after()));
    return new pooling_forward.primitive_desc(described, attributes(), cpu);
  }

  private static long[] both(int number) {
    return new long[] {number, number};
  }
}
