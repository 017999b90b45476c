/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.worker.backbone.LayerParameters;
import org.anchorage.worker.onednn.Plan.Operation;
import org.anchorage.worker.onednn.Step.Convolve;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** Makes primitives one after the other, with the memory that they read and write. Used once. */
final class PlanBuilder {

  private final Primitives primitives;
  private final Weights weights;
  private final LayerParameters values;
  private final Handles handles = new Handles();
  private final Room room = new Room(handles);
  private final List<Operation> operations = new ArrayList<>();
  private final List<memory.desc> scratch = new ArrayList<>();

  /** A map in memory. */
  record Placed(MapShape shape, memory.desc layout, memory data, Room.Place place) {}

  /**
   * Begins a plan.
   *
   * @param values of the network
   */
  PlanBuilder(Primitives primitives, Weights weights, LayerParameters values) {
    this.primitives = primitives;
    this.weights = weights;
    this.values = values;
  }

  /** Returns memory for the images that the plan is given, N x H x W x C. */
  Placed images(MapShape shape) {
    return placed(shape, primitives.described(shape, format_tag.acdb));
  }

  /**
   * Adds a convolution.
   *
   * @param from what it reads
   * @param summand what is added, whose memory the result takes; null if nothing is
   */
  Placed convolve(Convolve step, Placed from, @Nullable Placed summand) {
    boolean blocked = !from.layout().equals(primitives.described(from.shape(), format_tag.acdb));
    memory.desc wanted =
        blocked ? from.layout() : primitives.described(from.shape(), format_tag.any);
    convolution_forward.primitive_desc described =
        primitives.convolution(step, wanted, from.shape());
    Placed read = laid(from, described.src_desc());
    MapShape shape = from.shape().over(step.unit().window(), step.unit().channels());
    Placed result =
        summand == null
            ? placed(shape, described.dst_desc())
            : new Placed(shape, summand.layout(), summand.data(), summand.place());
    Weights.Laid own =
        weights.of(
            step,
            values,
            Primitives.weights(step.unit(), from.shape().channels(), true),
            described.weights_desc(),
            Primitives.bias(step.unit()));
    IntMemoryMap arguments = arguments(read, result);
    arguments.put(dnnl.DNNL_ARG_WEIGHTS, own.weights());
    arguments.put(dnnl.DNNL_ARG_BIAS, own.bias());
    add(new convolution_forward(described), described, arguments);
    if (!read.place().equals(from.place())) {
      leave(read);
    }
    return result;
  }

  /** Adds a max pool. */
  Placed pool(Step.Pool step, Placed from) {
    pooling_forward.primitive_desc described =
        primitives.pool(step.window(), from.layout(), from.shape());
    Placed result =
        placed(from.shape().over(step.window(), from.shape().channels()), described.dst_desc());
    add(new pooling_forward(described), described, arguments(from, result));
    return result;
  }

  /** Leaves a map's memory to what is added later. */
  void leave(Placed map) {
    room.giveBack(map.place());
  }

  /**
   * Ends the plan.
   *
   * @param images what {@link #images} returned
   * @param last the map to return
   */
  Plan ended(Placed images, Placed last) {
    Placed result = laid(last, primitives.described(last.shape(), format_tag.acdb));
    long most = scratch.stream().mapToLong(memory.desc::get_size).max().orElse(0);
    FloatPointer shared = handles.floats(Math.max(most, Float.BYTES));
    for (int i = 0; i < operations.size(); i++) {
      memory own = new memory(scratch.get(i), primitives.cpu(), shared);
      operations.get(i).arguments().put(dnnl.DNNL_ARG_SCRATCHPAD, own);
    }
    return new Plan(
        handles,
        handles.keep(new stream(primitives.cpu())),
        operations,
        images.place().floats(),
        result.place().floats(),
        last.shape().size());
  }

  /** Frees what has been made, if the plan cannot be ended. */
  void abandon() {
    handles.close();
  }

  /** Returns a map in a layout. */
  private Placed laid(Placed from, memory.desc wanted) {
    if (from.layout().equals(wanted)) {
      return from;
    }
    engine cpu = primitives.cpu();
    Placed to = placed(from.shape(), wanted);
    reorder.primitive_desc described =
        new reorder.primitive_desc(cpu, from.layout(), cpu, wanted, Primitives.attributes(), false);
    add(new reorder(described), described, arguments(from, to));
    return to;
  }

  private Placed placed(MapShape shape, memory.desc layout) {
    Room.Place place = room.take(layout.get_size());
    memory data = handles.keep(new memory(layout, primitives.cpu(), place.floats()));
    return new Placed(shape, layout, data, place);
  }

  private static IntMemoryMap arguments(Placed from, Placed to) {
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(dnnl.DNNL_ARG_SRC, from.data());
    arguments.put(dnnl.DNNL_ARG_DST, to.data());
    return arguments;
  }

  private void add(primitive code, primitive_desc_base described, IntMemoryMap arguments) {
    operations.add(new Operation(handles.keep(code), handles.keep(arguments)));
    scratch.add(described.scratchpad_desc());
  }
}
