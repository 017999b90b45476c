/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.worker.backbone.LayerParameters;

/**
 * A network as an ONNX model of operator set {@value #OPERATORS}. Its input {@value #INPUT} is N x
 * C x H x W, in RGB from 0 to 1: a decoded pixel divided by 255. What the network's input rule
 * makes of that (range, mean, deviation, order of channels) is part of the model; resizing is not.
 * Its output {@value #OUTPUT} is N x D. N is free. Batch normalisation with fixed statistics is
 * folded into the convolutions.
 */
public final class OnnxModel {

  /** Name of the images. */
  public static final String INPUT = "images";

  /** Name of the embeddings. */
  public static final String OUTPUT = "embedding";

  /** Version of the operator set. */
  public static final int OPERATORS = 17;

  /** The file format that goes with the operator set. */
  private static final int IR = 8;

  private final Onnx.ModelProto model;

  private OnnxModel(Onnx.ModelProto model) {
    this.model = model;
  }

  /**
   * Translates a network.
   *
   * @param network its layers
   * @param rule how it reads images
   * @param image C, H and W of an image
   * @param layout where its parameters lie
   * @param parameters of the network; those of a loss may follow them
   * @param metadata words about the model
   */
  public static OnnxModel of(
      LayerGraph network,
      InputRule rule,
      List<Integer> image,
      ParameterLayout layout,
      float[] parameters,
      Map<String, String> metadata) {
    OnnxGraph graph = new OnnxGraph();
    LayerParameters values = LayerParameters.of(layout, parameters);
    String read = new OnnxInput(graph, rule, image.get(0)).prepared(INPUT);
    graph.alias(LayerGraph.IMAGE, read);
    for (LayerGraph.Node node : network.nodes()) {
      node.layer().accept(new OnnxLayer(graph, new OnnxNode(graph, node, values)));
    }
    graph.add("Identity", OUTPUT, graph.value(network.output()));
    Onnx.ModelProto.Builder model =
        Onnx.ModelProto.newBuilder()
            .setIrVersion(IR)
            .setProducerName("anchorage")
            .setGraph(
                graph
                    .built("embedding")
                    .addInput(OnnxGraph.tensor(INPUT, image))
                    .addOutput(OnnxGraph.tensor(OUTPUT, List.of())))
            .addOpsetImport(
                Onnx.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS));
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return new OnnxModel(model.build());
  }

  /**
   * Writes the model as a file has it.
   *
   * @param out stays open
   * @throws IOException if the stream cannot be written
   */
  public void write(OutputStream out) throws IOException {
    model.writeTo(out);
  }
}
