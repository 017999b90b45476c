/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.worker.backbone.LayerParameters;
import org.anchorage.worker.head.MapMean;
import org.anchorage.worker.head.RowScaling;
import org.anchorage.worker.onednn.PlanBuilder.Placed;
import org.anchorage.worker.onednn.Step.Convolve;
import org.bytedeco.javacpp.PointerScope;

/** Makes the passes of a network for given numbers of images. Used once; not thread-safe. */
final class Compiler {

  private static final Layer.Window PIXEL = new Layer.Window(1, 1, 0, 0);

  private final Primitives primitives;
  private final Weights weights;
  private final LayerParameters values;
  private final List<Plan> plans = new ArrayList<>();

  /**
   * Takes what a pass is made with.
   *
   * @param values of the network
   */
  Compiler(Primitives primitives, Weights weights, LayerParameters values) {
    this.primitives = primitives;
    this.weights = weights;
    this.values = values;
  }

  /** Makes the pass of a network that reads images of a shape. */
  @SuppressWarnings({"unchecked", "try"}) // The scope is for all classes, and frees by its end.
  Pass pass(FusedGraph graph, MapShape image) {
    try (PointerScope temporaries = new PointerScope()) {
      MapShape last = shape(graph, image);
      Plan maps = plan(graph.steps(), image);
      List<Row> head = new ArrayList<>();
      int size = last.size();
      for (Node node : graph.head()) {
        Row row = row(node, last, size);
        head.add(row);
        size = row instanceof Row.Linear linear ? linear.plan().resultSize() : size;
        size = row instanceof Row.Pooled ? last.channels() : size;
      }
      return new Pass(primitives.count(), maps, head, plans);
    } catch (RuntimeException | Error e) {
      plans.forEach(Plan::close);
      throw e;
    }
  }

  private static MapShape shape(FusedGraph graph, MapShape image) {
    Map<String, MapShape> shapes = new HashMap<>(Map.of(LayerGraph.IMAGE, image));
    MapShape last = image;
    for (Step step : graph.steps()) {
      MapShape read = Objects.requireNonNull(shapes.get(step.input()), step.input());
      last =
          step instanceof Step.Pool pool
              ? read.over(pool.window(), read.channels())
              : read.over(((Convolve) step).unit().window(), ((Convolve) step).unit().channels());
      shapes.put(step.result(), last);
    }
    return last;
  }

  private Plan plan(List<Step> steps, MapShape image) {
    PlanBuilder builder = new PlanBuilder(primitives, weights, values);
    try {
      Placed images = builder.images(image);
      Map<String, Placed> maps = new HashMap<>(Map.of(LayerGraph.IMAGE, images));
      Placed last = images;
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        last = added(builder, step, maps);
        maps.put(step.result(), last);
        leave(
            builder,
            step,
            steps.subList(i + 1, steps.size()),
            maps,
            Set.of(images.place(), last.place()));
      }
      Plan plan = builder.ended(images, last);
      plans.add(plan);
      return plan;
    } catch (RuntimeException | Error e) {
      builder.abandon();
      throw e;
    }
  }

  /** Leaves the places of maps that no later step reads, but for the places that are in use. */
  private static void leave(
      PlanBuilder builder,
      Step step,
      List<Step> later,
      Map<String, Placed> maps,
      Set<Room.Place> used) {
    for (String read : step.reads()) {
      Placed map = Objects.requireNonNull(maps.get(read), read);
      boolean over = later.stream().noneMatch(each -> each.reads().contains(read));
      if (over && !used.contains(map.place())) {
        builder.leave(map);
      }
    }
  }

  private static Placed added(PlanBuilder builder, Step step, Map<String, Placed> maps) {
    Placed from = Objects.requireNonNull(maps.get(step.input()), step.input());
    if (step instanceof Step.Pool pool) {
      return builder.pool(pool, from);
    }
    Convolve convolve = (Convolve) step;
    String summand = convolve.summand();
    return builder.convolve(convolve, from, summand == null ? null : maps.get(summand));
  }

  private Row row(Node node, MapShape last, int size) {
    Layer layer = node.layer();
    if (layer instanceof Layer.Dense dense) {
      return new Row.Linear(plan(List.of(linear(node, dense)), new MapShape(1, 1, size)));
    }
    if (layer instanceof Layer.LayerNorm) {
      return new Row.Scaled(RowScaling::layerNorm);
    }
    if (layer instanceof Layer.UnitLength) {
      return new Row.Scaled(RowScaling::unitLength);
    }
    Layer.Pooling pooling =
        layer instanceof Layer.GlobalPool pool ? pool.pooling() : Layer.Pooling.AVERAGE;
    double exponent = pooling == Layer.Pooling.GEM ? values.number(node.name()) : 1;
    int area = last.height() * last.width();
    return new Row.Pooled(MapMean.of(pooling, area, last.channels(), exponent), last.channels());
  }

  /** Returns a linear layer as a convolution over one pixel. */
  private static Step linear(Node node, Layer.Dense dense) {
    Layer.ConvolutionUnit unit =
        new Layer.ConvolutionUnit(
            PIXEL, Layer.Filters.FULL, dense.outputs(), Layer.Norm.BIAS, 0, Layer.Activation.NONE);
    Node pixel =
        new Node(node.name(), unit, node.inputs(), node.part(), node.stage(), node.seedName());
    return new Convolve(pixel, null, LayerGraph.IMAGE, node.name(), null, Layer.Activation.NONE);
  }
}
